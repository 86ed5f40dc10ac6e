// @vitest-environment happy-dom
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { mounted } from "@/test/mounted";
import { Combobox } from "./combobox";
import type { MakeOption } from "./use-option-maker";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const search = async (text: string) =>
  ["Deck winch", "Pilot Scan"]
    .filter((label) => label.toLowerCase().includes(text.toLowerCase()))
    .map((label) => ({ value: label, label }));
const later = () => act(() => vi.advanceTimersByTimeAsync(500));
const offers = () => [...document.querySelectorAll('[role="option"]')].map((one) => one.textContent);

async function typed(text: string, onCreate: MakeOption | undefined) {
  const picked: unknown[] = [];
  const page = await mounted(
    <Combobox value={null} search={search} onChange={(one) => picked.push(one)} {...{ onCreate }} />,
  );
  await act(async () => (page.querySelector("button") as HTMLElement).click());
  await later();
  const box = document.querySelector("input") as HTMLInputElement;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(box, text);
  await act(async () => box.dispatchEvent(new Event("input", { bubbles: true })));
  await later();
  return picked;
}
const create = async () => {
  const row = [...document.querySelectorAll('[role="option"]')].find((one) => one.textContent?.startsWith("Create"));
  await act(async () => (row as HTMLElement).click());
  await later();
};

test("a name that no record has becomes one, which is picked", async () => {
  const picked = await typed("Mooring line", async (label) => ({ value: "made", label }));
  expect(offers()).toEqual(["Create “Mooring line”"]);
  await create();
  expect(picked).toEqual([{ value: "made", label: "Mooring line" }]);
});

test("a name that a record has is not offered again", async () => {
  await typed("deck winch", async (label) => ({ value: "made", label }));
  expect(offers()).toEqual(["Deck winch"]);
});

test("without the right there is no offer", async () => {
  await typed("Mooring line", undefined);
  expect(offers()).toEqual([]);
});

test("a refusal is told below the list, and nothing is picked", async () => {
  const picked = await typed("Mooring line", () => Promise.reject(new Error("Your plan has ended. Choose a plan.")));
  await create();
  expect(document.querySelector('[role="alert"]')?.textContent).toBe("Your plan has ended. Choose a plan.");
  expect(picked).toEqual([]);
});

test("one that is made after the list was closed is not picked", async () => {
  let made: (option: { value: string; label: string }) => void = () => undefined;
  const picked = await typed("Mooring line", () => new Promise((resolve) => (made = resolve)));
  await create();
  await act(async () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  await later();
  expect(offers()).toEqual([]);
  made({ value: "made", label: "Mooring line" });
  await later();
  expect(picked).toEqual([]);
});
