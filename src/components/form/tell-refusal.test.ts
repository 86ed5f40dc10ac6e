import { afterEach, expect, test, vi } from "vitest";
import { confirmDoor } from "@/components/layout/confirm-door";
import { notify } from "@/components/ui/toast";
import { tellRefusal } from "./tell-refusal";

afterEach(() => {
  confirmDoor.ask = null;
});

const unproven = { code: "FORBIDDEN", message: "Confirm your identity to continue.", details: { reason: "confirm" } };

test("a person who closed the question whether it is them is told nothing more", () => {
  const told = vi.spyOn(notify, "error").mockReturnValue("");
  confirmDoor.ask = async () => false;
  tellRefusal(unproven);
  expect(told).not.toHaveBeenCalled();
  tellRefusal({ code: "FORBIDDEN", message: "Only owners may do this." });
  expect(told).toHaveBeenLastCalledWith("Only owners may do this.", {});
  // Where no dialog asks, the sentence is the only answer.
  confirmDoor.ask = null;
  tellRefusal(unproven);
  expect(told).toHaveBeenLastCalledWith(unproven.message, {});
});
