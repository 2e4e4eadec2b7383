package io.coroutine.benchmarks.compare;

/**
 * What each request does.
 */
enum Scenario {

	HELLO("hello", "/hello", "a constant in plain text"),

	JDBC("jdbc", "/orders/1", "one `JdbcTemplate` query by primary key on PostgreSQL"),

	REST_TEMPLATE("rest-template", "/products/tea-assam/availability", "one `RestTemplate` call to the inventory");

	private final String label;

	private final String path;

	private final String description;

	Scenario(String label, String path, String description) {
		this.label = label;
		this.path = path;
		this.description = description;
	}

	String path() {
		return this.path;
	}

	String description() {
		return this.description;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
