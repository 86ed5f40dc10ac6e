// @vitest-environment happy-dom
import { act, useState } from "react";
import { expect, test, vi } from "vitest";
import { mounted } from "@/test/mounted";
import { useRestoredFocus } from "./use-restored-focus";

function Example() {
  useRestoredFocus();
  return <button type="button">Save</button>;
}

test("a control that was disabled while its act ran has the focus again", async () => {
  const page = await mounted(<Example />);
  await vi.dynamicImportSettled();
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

function Board() {
  useRestoredFocus();
  const [columns, setColumns] = useState([["next"], ["moved", "other"]]);
  return (
    <>
      <button type="button" onClick={() => setColumns([["moved", "next"], ["other"]])}>
        Undo
      </button>
      {columns.map((cards, column) => (
        <ul key={column.toString()}>
          {cards.map((card) => (
            <li key={card}>
              <div data-card={card} tabIndex={-1} />
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}

test("a card that goes back to its column takes the focus along", async () => {
  const page = await mounted(<Board />);
  await vi.dynamicImportSettled();
  const card = () => page.querySelector<HTMLElement>("[data-card=moved]");
  card()?.focus();
  await act(async () => page.querySelector("button")?.click());
  await vi.waitFor(() => expect(document.activeElement).toBe(card()));
});
