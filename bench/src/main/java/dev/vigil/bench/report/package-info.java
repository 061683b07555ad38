/**
 * What a run came to: its data, the same in JSON for every command, and what is made of them: the table, the advice, the
 * page with charts, and Markdown. All of these are functions of the data alone, so they can be made again from a file.
 */
package dev.vigil.bench.report;
