package io.coroutine.compatibility.starter;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Tells what the application is made of.
 */
@RestController
class InsideController {

	private final ConfigurableListableBeanFactory beanFactory;

	InsideController(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * List all beans: whose they are, and their names.
	 */
	@GetMapping("/inside/beans")
	List<String> beans() {
		return Stream
			.concat(Arrays.stream(this.beanFactory.getBeanDefinitionNames())
				.map((name) -> origin(this.beanFactory.getBeanDefinition(name)) + " " + name),
					Arrays.stream(this.beanFactory.getSingletonNames())
						.filter((name) -> !this.beanFactory.containsBeanDefinition(name))
						.map("singleton "::concat))
			.sorted()
			.toList();
	}

	private static String origin(BeanDefinition definition) {
		return Stream.of(definition.getFactoryBeanName(), definition.getBeanClassName())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("");
	}

	/**
	 * List what is served at which path.
	 */
	@GetMapping("/inside/paths")
	List<String> paths() {
		return this.beanFactory.getBeanProvider(RequestMappingInfoHandlerMapping.class)
			.stream()
			.flatMap((mapping) -> mapping.getHandlerMethods().keySet().stream())
			.map(Object::toString)
			.sorted()
			.toList();
	}

	/**
	 * Tell which client there is.
	 */
	@GetMapping("/inside/client")
	String client() {
		return this.beanFactory.getBean(ClientHttpRequestFactoryBuilder.class).build().getClass().getName();
	}

}
