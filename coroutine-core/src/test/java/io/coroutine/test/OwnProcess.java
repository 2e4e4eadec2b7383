package io.coroutine.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

/**
 * A test class that installs the socket hook, which stays: it runs in another process
 * than the tests that compare with the JDK's sockets.
 */
@Tag("own-process")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OwnProcess {

}
