import { afterEach, expect, test, vi } from "vitest";
import { identityPrompt } from "@/components/layout/identity-prompt";
import { NotLoaded } from "@/components/ui/lazy-code";
import { notify } from "@/components/ui/toast";
import { toastRefusal } from "./toast-refusal";

afterEach(() => {
  identityPrompt.open = null;
});

const unproven = { code: "FORBIDDEN", message: "Confirm your identity to continue.", details: { reason: "confirm" } };

test("a person who closed the question whether it is them is told nothing more", () => {
  const told = vi.spyOn(notify, "error").mockReturnValue("");
  identityPrompt.open = async () => false;
  toastRefusal(unproven);
  expect(told).not.toHaveBeenCalled();
  toastRefusal({ code: "FORBIDDEN", message: "Only owners may do this." });
  expect(told).toHaveBeenLastCalledWith("Only owners may do this.", {});
  // Where no dialog asks, the sentence is the only answer.
  identityPrompt.open = null;
  toastRefusal(unproven);
  expect(told).toHaveBeenLastCalledWith(unproven.message, {});
});

test("code of the page that could not be loaded is told with an offer to reload", () => {
  const told = vi.spyOn(notify, "error").mockReturnValue("");
  toastRefusal(new NotLoaded("chunk 7 failed"));
  expect(told).toHaveBeenCalledWith(expect.stringContaining("earlier version"), {
    action: { label: "Reload the page", onClick: expect.any(Function) },
  });
});
