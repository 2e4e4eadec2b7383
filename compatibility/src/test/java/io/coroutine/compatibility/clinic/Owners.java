package io.coroutine.compatibility.clinic;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The owners in the database.
 */
interface Owners extends JpaRepository<Owner, Integer> {

	Page<Owner> findByNameStartingWithIgnoreCaseOrderByNameAscIdAsc(String start, Pageable page);

}
