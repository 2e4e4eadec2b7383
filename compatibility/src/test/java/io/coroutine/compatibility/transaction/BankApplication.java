package io.coroutine.compatibility.transaction;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A bank on Spring Data JPA.
 */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
@EnableAutoConfiguration
@Import({ Bank.class, Journal.class, BankController.class })
class BankApplication {

}
