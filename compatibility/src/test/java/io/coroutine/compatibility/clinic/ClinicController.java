package io.coroutine.compatibility.clinic;

import java.util.List;

import jakarta.validation.Valid;

import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Shows and takes the forms.
 */
@Controller
class ClinicController {

	private static final int PAGE = 3;

	private final Owners owners;

	private final Kinds kinds;

	ClinicController(Owners owners, Kinds kinds) {
		this.owners = owners;
		this.kinds = kinds;
	}

	@InitBinder
	void keepIdentity(WebDataBinder binder) {
		binder.setDisallowedFields("id");
	}

	@ModelAttribute("kinds")
	List<String> kinds() {
		return this.kinds.all();
	}

	@GetMapping("/owners")
	String find(@RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "0") int page, Model model) {
		model.addAttribute("found",
				this.owners.findByNameStartingWithIgnoreCaseOrderByNameAscIdAsc(name, PageRequest.of(page, PAGE)));
		model.addAttribute("name", name);
		return "clinic/owners";
	}

	@GetMapping("/owners/new")
	String create(Model model) {
		model.addAttribute("owner", new Owner());
		return "clinic/owner-form";
	}

	@PostMapping("/owners/new")
	String create(@Valid Owner owner, BindingResult result, RedirectAttributes attributes) {
		if (result.hasErrors()) {
			return "clinic/owner-form";
		}
		this.owners.save(owner);
		attributes.addFlashAttribute("message", "Welcome, " + owner.getName());
		return "redirect:/owners/" + owner.getId();
	}

	@GetMapping("/owners/{id}")
	String show(@PathVariable int id, Model model) {
		model.addAttribute("owner", owner(id));
		return "clinic/owner";
	}

	@GetMapping("/owners/{id}/edit")
	String edit(@PathVariable int id, Model model) {
		model.addAttribute("owner", owner(id));
		return "clinic/owner-form";
	}

	@PostMapping("/owners/{id}/edit")
	@Transactional
	public String edit(@PathVariable int id, @Valid @ModelAttribute("form") Owner form, BindingResult result,
			Model model) {
		if (result.hasErrors()) {
			model.addAttribute("owner", form);
			model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "owner", result);
			return "clinic/owner-form";
		}
		Owner owner = owner(id);
		owner.setName(form.getName());
		owner.setPhone(form.getPhone());
		return "redirect:/owners/" + id;
	}

	@PostMapping("/owners/{id}/pets")
	@Transactional
	public String addPet(@PathVariable int id, @Valid Pet pet, BindingResult result, Model model) {
		Owner owner = owner(id);
		if (!this.kinds.all().contains(pet.getKind())) {
			result.rejectValue("kind", "unknown", "not treated here");
		}
		if (result.hasErrors()) {
			model.addAttribute("owner", owner);
			return "clinic/owner";
		}
		pet.setOwner(owner);
		owner.getPets().add(pet);
		return "redirect:/owners/" + id;
	}

	@PostMapping("/owners/{id}/pets/{name}/visits")
	@Transactional
	public String addVisit(@PathVariable int id, @PathVariable String name, @Valid Visit visit, BindingResult result) {
		Pet pet = owner(id).getPets()
			.stream()
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		if (result.hasErrors()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
		}
		visit.setPet(pet);
		pet.getVisits().add(visit);
		return "redirect:/owners/" + id;
	}

	@GetMapping("/oops")
	String fail() {
		throw new IllegalStateException("All vets are on holiday");
	}

	private Owner owner(int id) {
		return this.owners.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
