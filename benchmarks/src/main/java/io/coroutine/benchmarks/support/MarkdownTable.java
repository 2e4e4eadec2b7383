package io.coroutine.benchmarks.support;

import java.util.List;

/**
 * A table in Markdown, made row by row.
 */
public final class MarkdownTable {

	private final StringBuilder text = new StringBuilder();

	/**
	 * Begin a table.
	 * @param leftAligned so many columns are aligned to the left, the others to the right
	 * @param headers the names of the columns
	 */
	public MarkdownTable(int leftAligned, List<String> headers) {
		row(headers);
		this.text.append("|---".repeat(leftAligned)).append("|---:".repeat(headers.size() - leftAligned)).append("|\n");
	}

	/**
	 * Add a row.
	 * @param cells its cells
	 */
	public void row(List<String> cells) {
		this.text.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
