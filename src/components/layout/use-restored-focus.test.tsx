// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mounted } from "@/test/mounted";
import { useRestoredFocus } from "./use-restored-focus";

function Example() {
  useRestoredFocus();
  return <button type="button">Save</button>;
}

test("a control that was disabled while its act ran has the focus again", async () => {
  const page = await mounted(<Example />);
  const button = page.querySelector("button") as HTMLButtonElement;
  button.focus();
  // As browsers do with a control that is disabled.
  button.blur();
  button.disabled = true;
  await Promise.resolve();
  expect(document.activeElement).toBe(document.body);
  button.disabled = false;
  await vi.waitFor(() => expect(document.activeElement).toBe(button));
});
