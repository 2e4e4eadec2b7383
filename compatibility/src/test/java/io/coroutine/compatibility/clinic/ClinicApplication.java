package io.coroutine.compatibility.clinic;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The pages of an animal clinic: owners, their animals, and when those were seen.
 */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
@EnableAutoConfiguration
@EnableCaching
@Import({ ClinicController.class, Kinds.class })
class ClinicApplication {

}
