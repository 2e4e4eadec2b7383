package io.coroutine.autoconfigure.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * Properties of a class of requests. Its requests count for this class only. It needs a
 * bound, unless its mode is adaptive.
 */
public class PathAdmissionProperties extends RequestLimitProperties {

	/**
	 * Patterns of its paths within the application, as those of controllers. A request
	 * that fits several classes belongs to the one with the most specific pattern.
	 */
	private List<String> paths = new ArrayList<>();

	public List<String> getPaths() {
		return this.paths;
	}

	public void setPaths(List<String> paths) {
		this.paths = paths;
	}

}
