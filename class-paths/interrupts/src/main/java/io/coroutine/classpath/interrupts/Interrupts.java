package io.coroutine.classpath.interrupts;

import java.io.IOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import io.coroutine.CoroutineRuntime;

/**
 * Loads a thousand classes from the executable jar, writes a thousand lines to a log file
 * and a thousand rows to a database, each with a disturbance, and prints how many there
 * are afterwards.
 */
public final class Interrupts {

	private static final int TIMES = 1000;

	private final Disturbance disturbance;

	private final Path directory;

	private Interrupts(Disturbance disturbance, Path directory) {
		this.disturbance = disturbance;
		this.directory = directory;
	}

	/**
	 * Run it.
	 * @param arguments what kind of disturbance, and an empty directory
	 * @throws Exception if it cannot be run
	 */
	public static void main(String[] arguments) throws Exception {
		Interrupts interrupts = new Interrupts(Disturbance.valueOf(arguments[0]), Path.of(arguments[1]));
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().start()) {
			System.out.println("engine: " + runtime.engine());
			System.out.println("classes: " + runtime.submit(interrupts::classes).get());
			System.out.println("lines: " + runtime.submit(interrupts::lines).get());
			System.out.println("rows: " + runtime.submit(interrupts::rows).get());
		}
	}

	private int classes() throws Exception {
		int loaded = 0;
		for (String name : names()) {
			boolean[] isLoaded = new boolean[1];
			this.disturbance.during(() -> isLoaded[0] = isLoaded(name));
			loaded += (isLoaded[0]) ? 1 : 0;
		}
		return loaded;
	}

	/**
	 * Return the names of classes that nobody has loaded.
	 */
	private static List<String> names() throws IOException {
		String some = "org/h2/Driver.class";
		var url = Objects.requireNonNull(Interrupts.class.getClassLoader().getResource(some));
		return ((JarURLConnection) url.openConnection()).getJarFile()
			.stream()
			.map((entry) -> entry.getName())
			.filter((name) -> name.startsWith("org/h2/") && name.endsWith(".class") && !name.contains("fulltext"))
			.limit(TIMES)
			.map((name) -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
			.toList();
	}

	private static boolean isLoaded(String name) {
		try {
			Class.forName(name, false, Interrupts.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private long lines() throws Exception {
		Path file = this.directory.resolve("log");
		Logger logger = logger(file);
		for (int i = 0; i < TIMES; i++) {
			this.disturbance.during(() -> {
				logger.info("a line");
				return true;
			});
		}
		logger.getLoggerContext().stop();
		try (var lines = Files.lines(file)) {
			return lines.count();
		}
	}

	/**
	 * Return a logger that locks its file for each line, as several processes may write
	 * to it: that needs a channel.
	 */
	private static Logger logger(Path file) {
		LoggerContext context = new LoggerContext();
		context.setMDCAdapter(new LogbackMDCAdapter());
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setPattern("%msg%n");
		encoder.start();
		FileAppender<ILoggingEvent> appender = new FileAppender<>();
		appender.setContext(context);
		appender.setEncoder(encoder);
		appender.setFile(file.toString());
		appender.setPrudent(true);
		appender.start();
		Logger logger = context.getLogger("interrupts");
		logger.addAppender(appender);
		return logger;
	}

	private long rows() throws Exception {
		String url = "jdbc:h2:file:" + this.directory.resolve("db").toAbsolutePath() + ";WRITE_DELAY=0";
		try (Connection connection = DriverManager.getConnection(url)) {
			execute(connection, "create table item (id int)");
			for (int i = 0; i < TIMES; i++) {
				this.disturbance.during(() -> execute(connection, "insert into item values (1)"));
			}
			try (Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery("select count(*) from item")) {
				return (result.next()) ? result.getLong(1) : -1;
			}
		}
		catch (SQLException ex) {
			return -1;
		}
	}

	private static boolean execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return statement.execute(sql);
		}
	}

}
