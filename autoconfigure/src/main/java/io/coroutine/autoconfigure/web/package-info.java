/**
 * Reports web servers other than Tomcat, whose requests do not run in coroutines.
 */
@NullMarked
package io.coroutine.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
