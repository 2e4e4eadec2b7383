package io.coroutine.autoconfigure.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import io.coroutine.Blocking;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.net.NameServiceHookAutoConfiguration;
import io.coroutine.autoconfigure.net.SocketHookAutoConfiguration;
import io.coroutine.autoconfigure.task.CoroutineTaskAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * An application that code of its own ends, in various ways, and that tells what happens
 * meanwhile in lines that begin with {@link #MARK}.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ImportAutoConfiguration({ CoroutineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class,
		CoroutineTaskAutoConfiguration.class, SocketHookAutoConfiguration.class, NameServiceHookAutoConfiguration.class,
		TomcatServletWebServerAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
		TaskSchedulingAutoConfiguration.class, LifecycleAutoConfiguration.class })
class EndingApplication {

	static final String MARK = "> ";

	private final ConfigurableApplicationContext context;

	EndingApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Run in a JVM of its own.
	 * @param args where to end and how, then arguments of the application
	 */
	public static void main(String[] args) throws InterruptedException {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> tell("hook of the application")));
		ConfigurableApplicationContext context = SpringApplication.run(EndingApplication.class, args);
		context.getBean(EndingApplication.class).end(Place.valueOf(args[0]), Ending.valueOf(args[1]));
		// As long as there is a thread that is no daemon, nothing else ends the JVM
		new CountDownLatch(1).await();
	}

	static void tell(String what) {
		System.out.println(MARK + what);
	}

	void end(Place place, Ending ending) {
		place.end(this.context, ending);
	}

	@Bean
	ServletRegistrationBean<HttpServlet> servlet() {
		HttpServlet servlet = new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) {
				Ending.valueOf(request.getQueryString()).end(EndingApplication.this.context);
			}

		};
		return new ServletRegistrationBean<>(servlet, "/end");
	}

	@Bean
	DisposableBean first() {
		return () -> tell("first bean destroyed");
	}

	@Bean
	@DependsOn("first")
	DisposableBean second() {
		return () -> tell("second bean destroyed");
	}

	/**
	 * What code ends the application.
	 */
	enum Place {

		REQUEST {

			@Override
			void end(ConfigurableApplicationContext context, Ending ending) {
				int port = ((WebServerApplicationContext) context).getWebServer().getPort();
				Thread.ofPlatform().daemon().start(() -> ask("http://localhost:" + port + "/end?" + ending));
			}

		},

		TASK {

			@Override
			void end(ConfigurableApplicationContext context, Ending ending) {
				context.getBean("applicationTaskExecutor", Executor.class).execute(() -> ending.end(context));
			}

		},

		SCHEDULED_TASK {

			@Override
			void end(ConfigurableApplicationContext context, Ending ending) {
				context.getBean(TaskScheduler.class).schedule(() -> ending.end(context), Instant.now());
			}

		},

		BLOCKING_CALL {

			@Override
			void end(ConfigurableApplicationContext context, Ending ending) {
				context.getBean("applicationTaskExecutor", Executor.class)
					.execute(() -> Blocking.run(() -> ending.end(context)));
			}

		};

		abstract void end(ConfigurableApplicationContext context, Ending ending);

		private static void ask(String url) {
			try (InputStream answer = URI.create(url).toURL().openStream()) {
				answer.readAllBytes();
			}
			catch (IOException ex) {
				// There is no answer
			}
		}

	}

	/**
	 * How it ends the application.
	 */
	enum Ending {

		CLOSE {

			@Override
			void end(ConfigurableApplicationContext context) {
				context.close();
				tell("closed");
			}

		},

		EXIT {

			@Override
			void end(ConfigurableApplicationContext context) {
				System.exit(3);
			}

		},

		CLOSE_AND_EXIT {

			@Override
			void end(ConfigurableApplicationContext context) {
				System.exit(SpringApplication.exit(context, () -> 3));
			}

		};

		abstract void end(ConfigurableApplicationContext context);

	}

}
