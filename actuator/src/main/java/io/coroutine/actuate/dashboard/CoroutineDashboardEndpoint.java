package io.coroutine.actuate.dashboard;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * {@link WebEndpoint @WebEndpoint} with a page that draws how the engine runs, live, and
 * what the page needs. Nothing comes from another host, and nothing can be changed.
 */
@WebEndpoint(id = CoroutineDashboardEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class CoroutineDashboardEndpoint {

	/** The id of the endpoint; its path has a dash, see {@link DashboardPathMapper}. */
	static final String ID = "coroutineDashboard";

	/** Where the numbers are, below the page. */
	private static final String DATA = "data";

	private static final EndpointId DASHBOARD = EndpointId.of(ID);

	private static final EndpointId DUMPS = EndpointId.of("coroutines");

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final DashboardSampler sampler;

	private final DashboardPage page = DashboardPage.load();

	private CoroutineDashboardEndpoint(ObjectProvider<PathMappedEndpoints> endpoints, DashboardSampler sampler) {
		this.endpoints = endpoints;
		this.sampler = sampler;
	}

	/**
	 * Create the endpoint.
	 * @param runtime the runtime to show
	 * @param gates the gates of the application
	 * @param endpoints tells the paths of the endpoints
	 * @param application the name of the application, or an empty text
	 * @return the endpoint
	 */
	public static CoroutineDashboardEndpoint of(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			ObjectProvider<PathMappedEndpoints> endpoints, String application) {
		return new CoroutineDashboardEndpoint(endpoints, new DashboardSampler(runtime, gates, application));
	}

	/**
	 * Return the page.
	 * @return the page, as HTML
	 */
	@ReadOperation(produces = "text/html")
	public WebEndpointResponse<String> page() {
		ProtectiveHeaders.set();
		String html = this.page.html(pathOf(DASHBOARD), pathOf(DUMPS));
		return new WebEndpointResponse<>(html, DashboardPage.HTML);
	}

	/**
	 * Return the path of an endpoint below that of all endpoints, or {@code null} if it
	 * is not exposed.
	 */
	private @Nullable String pathOf(EndpointId id) {
		PathMappedEndpoints known = this.endpoints.getIfAvailable();
		return (known != null) ? known.getRootPath(id) : null;
	}

	/**
	 * Return what the page needs.
	 * @param name {@code data} for the numbers, else the name of a file
	 * @return the content
	 */
	@ReadOperation(produces = { "application/json", "text/javascript", "text/css", "image/svg+xml" })
	public WebEndpointResponse<?> part(@Selector String name) {
		ProtectiveHeaders.set();
		if (name.equals(DATA)) {
			return new WebEndpointResponse<>(this.sampler.sample(), MimeTypeUtils.APPLICATION_JSON);
		}
		String text = this.page.file(name);
		MimeType type = DashboardPage.typeOf(name);
		return (text != null && type != null) ? new WebEndpointResponse<>(text, type)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
