package io.coroutine.actuate.dashboard;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.core.annotation.Order;

/**
 * {@link PathMapper} that gives the path of the dashboard a dash, which its id cannot
 * have. Comes after Boot's own, so that
 * {@code management.endpoints.web.path-mapping.coroutine-dashboard} wins.
 */
@Order(0)
public final class DashboardPathMapper implements PathMapper {

	static final String PATH = "coroutine-dashboard";

	private static final EndpointId DASHBOARD = EndpointId.of(CoroutineDashboardEndpoint.ID);

	/**
	 * Create the mapper.
	 */
	public DashboardPathMapper() {
	}

	@Override
	public @Nullable String getRootPath(EndpointId endpointId) {
		return (endpointId.equals(DASHBOARD)) ? PATH : null;
	}

}
