package io.coroutine.compatibility.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What an application needs to use OkHttp, which Spring has no factory for.
 */
final class OkHttpFactory implements ClientHttpRequestFactory {

	private final OkHttpClient client = new OkHttpClient();

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new OkHttpRequest(this.client, uri, method);
	}

	private static final class OkHttpRequest extends AbstractClientHttpRequest {

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private final OkHttpClient client;

		private final URI uri;

		private final HttpMethod method;

		private OkHttpRequest(OkHttpClient client, URI uri, HttpMethod method) {
			this.client = client;
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return this.body;
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
			RequestBody sent = (this.method == HttpMethod.GET) ? null
					: RequestBody.create(this.body.toByteArray(), (type != null) ? MediaType.get(type) : null);
			Request.Builder request = new Request.Builder().url(this.uri.toURL()).method(this.method.name(), sent);
			headers.forEach((name, values) -> values.forEach((value) -> request.addHeader(name, value)));
			return new OkHttpResponse(this.client.newCall(request.build()).execute());
		}

	}

	private record OkHttpResponse(Response response) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.response.code());
		}

		@Override
		public String getStatusText() {
			return this.response.message();
		}

		@Override
		public InputStream getBody() {
			return this.response.body().byteStream();
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			this.response.headers().toMultimap().forEach((name, values) -> headers.addAll(name, List.copyOf(values)));
			return headers;
		}

		@Override
		public void close() {
			this.response.close();
		}

	}

}
