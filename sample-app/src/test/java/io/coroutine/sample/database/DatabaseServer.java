package io.coroutine.sample.database;

/**
 * A real database server for tests, from Maven artifacts.
 */
public interface DatabaseServer extends AutoCloseable {

	/**
	 * Return the profile of the sample that uses this kind of database.
	 */
	String profile();

	String url();

	String username();

	String password();

	/**
	 * Return a query that takes a minute.
	 */
	String sleepQuery();

	/**
	 * Return how many connections run {@link #sleepQuery()} just now.
	 */
	int sleepers() throws Exception;

	/**
	 * End the connections on which {@link #sleepQuery()} runs, from the server's side.
	 * @return how many there were
	 */
	int killSleepers() throws Exception;

	/**
	 * Stop the server at once.
	 */
	@Override
	void close() throws Exception;

}
