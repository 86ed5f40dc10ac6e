import type { HeldKey } from "./typed-ahead";

const withoutText = ["checkbox", "radio", "button", "submit", "reset", "file", "range", "color", "image"];

/** Whether an element takes text. */
export function takesText(element: EventTarget | null): element is HTMLElement {
  if (element instanceof HTMLInputElement)
    return !(withoutText.includes(element.type) || element.readOnly || element.disabled);
  if (element instanceof HTMLTextAreaElement) return !(element.readOnly || element.disabled);
  return element instanceof HTMLElement && element.isContentEditable;
}

/** Types into the focused field, as a keyboard does. */
export function typeInto(field: HTMLElement, held: HeldKey): void {
  if ("text" in held) write(held.text);
  else {
    const press = new KeyboardEvent("keydown", { ...held, bubbles: true, cancelable: true });
    const isFree = field.dispatchEvent(press);
    if (isFree && held.key === "Enter" && !(held.metaKey || held.ctrlKey)) usualEnter(field);
  }
}

/** The only way that all kinds of fields, undo and editors follow. */
function write(text: string): void {
  document.execCommand("insertText", false, text);
}

/** Does what a browser does by itself for a real key. */
function usualEnter(field: HTMLElement): void {
  if (field instanceof HTMLInputElement) field.form?.requestSubmit();
  else write("\n");
}
