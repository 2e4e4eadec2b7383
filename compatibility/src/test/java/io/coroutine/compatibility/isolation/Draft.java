package io.coroutine.compatibility.isolation;

import org.jspecify.annotations.Nullable;

/**
 * A bean of the request.
 */
class Draft {

	private volatile @Nullable String text;

	@Nullable String getText() {
		return this.text;
	}

	void setText(String text) {
		this.text = text;
	}

}
