/** How a backend is chosen, with made-up backends in JVMs of their own. */
package dev.vigil.choice;
