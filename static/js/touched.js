// Whether a form holds anything but what the server sent. On a slow line a quick colleague writes before the script has
// come: whoever saves while she writes looks once when it begins, or those words are saved only with the next ones.
export function touched(form) {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLSelectElement) {
      const first = [...control.options].findIndex((each) => each.defaultSelected);
      return control.selectedIndex !== Math.max(0, first);
    }
    if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
    return ["INPUT", "TEXTAREA"].includes(control.tagName) && control.type !== "file" && control.value !== control.defaultValue;
  });
}
