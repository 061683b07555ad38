/** Applications that know nothing of Vigil: as their own documents show them, with a short text to serve. */
package dev.vigil.selector.application;
