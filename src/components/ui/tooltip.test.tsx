// @vitest-environment happy-dom
import { act } from "react";
import { expect, onTestFinished, test } from "vitest";
import { mounted } from "@/test/mounted";
import { Dialog, DialogContent } from "./dialog";
import { Tooltip, TooltipProvider } from "./tooltip";

const tip = () => document.querySelector("[role=tooltip]");
const focus = (name: string) =>
  act(async () => [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name)?.focus());
const pressEscape = async () => {
  const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  await act(async () => document.activeElement?.dispatchEvent(event));
};

function Hinted({ name }: { name: string }) {
  return (
    <Tooltip content="Opens its page">
      <button type="button">{name}</button>
    </Tooltip>
  );
}

test("Escape closes a tooltip and still reaches the panel below it", async () => {
  await mounted(
    <TooltipProvider>
      <Hinted name="Open" />
    </TooltipProvider>,
  );
  const reached: boolean[] = [];
  const listen = ({ defaultPrevented }: KeyboardEvent) => void reached.push(!defaultPrevented);
  document.addEventListener("keydown", listen);
  onTestFinished(() => document.removeEventListener("keydown", listen));
  await focus("Open");
  expect(tip()).not.toBeNull();
  await pressEscape();
  expect(tip()).toBeNull();
  expect(reached).toEqual([true]);
});

test("one Escape closes a dialog whose button shows its tooltip", async () => {
  await mounted(
    <TooltipProvider>
      <Dialog defaultOpen>
        <DialogContent title="New account">
          <Hinted name="Help" />
        </DialogContent>
      </Dialog>
    </TooltipProvider>,
  );
  await focus("Help");
  expect(tip()).not.toBeNull();
  await pressEscape();
  expect(document.querySelector("[role=dialog]")).toBeNull();
});
