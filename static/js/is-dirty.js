// Whether a form differs from what the server sent. A script that saves automatically calls this when it starts, since
// the user may have typed before the script was loaded.
export function isDirty(form) {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLSelectElement) {
      const first = [...control.options].findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(0, first);
    }
    if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
    return ["INPUT", "TEXTAREA"].includes(control.tagName) && control.type !== "file" && control.value !== control.defaultValue;
  });
}
