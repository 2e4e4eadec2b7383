package io.coroutine.compatibility.mvc;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Makes answers of exceptions.
 */
@RestControllerAdvice
class Failures {

	@ExceptionHandler
	ProblemDetail handle(Conflict ex) {
		ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, ex.getMessage());
		detail.setProperty("advised", true);
		return detail;
	}

	/**
	 * Is handled here.
	 */
	static class Conflict extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Conflict(String message) {
			super(message);
		}

	}

	/**
	 * Has a status of its own.
	 */
	@ResponseStatus(HttpStatus.GONE)
	static class Gone extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Gone(String message) {
			super(message);
		}

	}

}
