import { expect, test } from "vitest";
import { breaksBetween } from "./breaks";
import { advice, currentContract, openBreaks, readAccepted, readContract } from "./stored";

const published = readContract();
const accepted = readAccepted();
const found = breaksBetween(published, currentContract());

/** Clients are written against the published contract. `npm run contract` adds new things to it. */
test("the API keeps what clients hold", () => {
  expect(openBreaks(found, accepted), advice).toEqual([]);
});

test("each accepted break is one, and has a reason", () => {
  const texts = found.map(({ text }) => text);
  expect(Object.keys(accepted).filter((text) => !texts.includes(text))).toEqual([]);
  expect(Object.values(accepted).filter((reason) => reason.trim().length < 10)).toEqual([]);
});

test("the contract holds each operation of the API", () => {
  expect(Object.keys(published.operations).length).toBeGreaterThan(400);
});

test("an open break is named with the operations that it reaches", () => {
  const breaks = [
    { text: "GET /boats listBoats is gone", operations: ["GET /boats listBoats"] },
    { text: "Boat.name in answers is gone", operations: ["GET /boats listBoats", "POST /boats createBoat"] },
    { text: "createBoat.body.flag is new and required", operations: ["POST /boats createBoat"] },
  ];
  expect(openBreaks(breaks, { "createBoat.body.flag is new and required": "The law demands the flag." })).toEqual([
    "GET /boats listBoats is gone",
    "Boat.name in answers is gone (GET /boats listBoats and 1 more)",
  ]);
});
