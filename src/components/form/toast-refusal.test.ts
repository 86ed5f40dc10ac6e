import { afterEach, expect, test, vi } from "vitest";
import { identityPrompt } from "@/components/layout/identity-prompt";
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
