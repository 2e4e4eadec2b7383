package io.coroutine.sample.web;

import java.util.Map;
import java.util.TreeMap;

import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.sample.order.OrderNotFoundException;
import io.coroutine.sample.product.InventoryUnavailableException;
import io.coroutine.sample.product.ProductNotFoundException;
import io.coroutine.spring.jdbc.ClientGoneException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns exceptions into problem details (RFC 9457).
 */
@RestControllerAdvice
public class ApiExceptionHandler extends ResponseEntityExceptionHandler {

	@ExceptionHandler({ OrderNotFoundException.class, ProductNotFoundException.class })
	ProblemDetail handleNotFound(RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail handleInventoryUnavailable(InventoryUnavailableException ex) {
		this.logger.warn("Inventory is unavailable", ex);
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "Inventory is unavailable");
	}

	@ExceptionHandler({ BulkheadFullException.class, CallNotPermittedException.class })
	ResponseEntity<ProblemDetail> handleInventoryNotAsked(RuntimeException ex) {
		return unavailable("Inventory is not asked at the moment");
	}

	@ExceptionHandler({ DataAccessResourceFailureException.class, CannotCreateTransactionException.class })
	ResponseEntity<ProblemDetail> handleDatabaseUnavailable(RuntimeException ex) {
		Throwable cause = NestedExceptionUtils.getRootCause(ex);
		if (cause instanceof AdmissionRejectedException || cause instanceof ClientGoneException) {
			return unavailable("Too many requests wait for the database");
		}
		this.logger.warn("Database is unavailable", ex);
		return unavailable("Database is unavailable");
	}

	private static ResponseEntity<ProblemDetail> unavailable(String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail);
		return ResponseEntity.of(problem).header(HttpHeaders.RETRY_AFTER, "1").build();
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, String> errors = new TreeMap<>();
		for (FieldError error : ex.getFieldErrors()) {
			errors.put(error.getField(), String.valueOf(error.getDefaultMessage()));
		}
		ex.getBody().setProperty("errors", errors);
		return super.handleMethodArgumentNotValid(ex, headers, status, request);
	}

}
