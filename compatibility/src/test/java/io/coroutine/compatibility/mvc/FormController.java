package io.coroutine.compatibility.mvc;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Takes all kinds of arguments.
 */
@RestController
class FormController {

	@GetMapping("/params/{path}")
	Map<String, Object> params(@PathVariable String path, @RequestParam List<Integer> number,
			@RequestParam(defaultValue = "none") String word,
			@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day,
			@RequestHeader("X-Number") long header, @CookieValue(defaultValue = "none") String biscuit, Locale locale) {
		return new TreeMap<>(Map.of("path", path, "number", number, "word", word, "day", day, "header", header,
				"biscuit", biscuit, "locale", locale));
	}

	@GetMapping("/range/{value}")
	int range(@PathVariable @Min(1) @Max(9) int value) {
		return value;
	}

	@PostMapping("/people")
	Person person(@Valid @RequestBody Person person) {
		return person;
	}

	@PostMapping(path = "/upload", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	Map<String, Object> upload(@RequestParam MultipartFile file, @RequestParam String note) throws IOException {
		int sum = 0;
		for (byte next : file.getBytes()) {
			sum += next;
		}
		return new TreeMap<>(Map.of("name", String.valueOf(file.getOriginalFilename()), "size", file.getSize(), "sum",
				sum, "note", note, "type", String.valueOf(file.getContentType())));
	}

	@PostMapping("/echo")
	ResponseEntity<byte[]> echo(@RequestBody byte[] body) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(body);
	}

	@GetMapping("/failing")
	String failing(@RequestParam String how) throws IOException {
		switch (how) {
			case "handled" -> throw new Failures.Conflict("handled");
			case "status" -> throw new Failures.Gone("it was here");
			case "checked" -> throw new IOException("checked");
			default -> throw new IllegalStateException("not handled");
		}
	}

	@GetMapping("/intercepted/{path}")
	String intercepted(@PathVariable String path) {
		return path;
	}

	@GetMapping("/cors/data")
	String cors() {
		return "shared";
	}

	@PutMapping("/cors/data")
	String change() {
		return "changed";
	}

	@GetMapping("/tagged")
	String tagged(@RequestParam String text) {
		return text.repeat(100);
	}

	@GetMapping("/link")
	String link() {
		return ServletUriComponentsBuilder.fromCurrentRequest().toUriString();
	}

	@PostMapping("/orders")
	RedirectView order(@RequestParam String what, RedirectAttributes attributes) {
		attributes.addAttribute("what", what);
		attributes.addFlashAttribute("message", "Ordered " + what);
		return new RedirectView("/ordered", true);
	}

	@GetMapping("/ordered")
	String ordered(@RequestParam String what, Model model) {
		return what + ": " + model.getAttribute("message");
	}

	@GetMapping("/matrix/{path}")
	String matrix(@PathVariable String path, @MatrixVariable(required = false) String colour) {
		return path + " " + colour;
	}

	/**
	 * What is validated.
	 *
	 * @param name who it is
	 * @param mail where to write to
	 * @param age in years
	 */
	record Person(@NotBlank String name, @Email String mail, @Min(0) @Max(150) int age) {
	}

}
