package io.coroutine.compatibility.transaction;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * An account, and what was booked on it: loaded when it is asked for.
 */
@Entity
class Account {

	@Id
	private String owner;

	@ElementCollection
	private List<Integer> bookings = new ArrayList<>();

	protected Account() {
	}

	Account(String owner) {
		this.owner = owner;
	}

	String owner() {
		return this.owner;
	}

	List<Integer> bookings() {
		return this.bookings;
	}

}
