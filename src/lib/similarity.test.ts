import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NearMatcher, nearMatches } from "./similarity";
import { foldKey } from "./text";

const CATALOGUE = [
  "Aero Lift",
  "Aero Lift Max",
  "Nordwind Cargo",
  "Model 3",
  "Model 4",
  "Plan A",
  "Plan B",
  "Blue Harbour",
];

/** Whether one text becomes the other when a single letter is added, removed or replaced. */
function oneLetterApart(one: string, other: string): boolean {
  const [a, b] = [foldKey(one), foldKey(other)];
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return [...long].some((letter, at) => {
    if (!/\p{L}/u.test(letter)) return false;
    const [head, tail] = [long.slice(0, at), long.slice(at + 1)];
    if (long.length > short.length) return head + tail === short;
    return /\p{L}/u.test(short.charAt(at)) && head === short.slice(0, at) && tail === short.slice(at + 1);
  });
}

describe("nearMatches", () => {
  it.each([
    ["AeroLift", "Aero Lift", 0, "differs by one space"],
    ["Aero Lift  Max", "Aero Lift Max", 0, "differs in capital letters or spaces"],
    ["aerolift max", "Aero Lift Max", 0, "differs by one space"],
    ["AeroLiftMax", "Aero Lift Max", 0, "differs by 2 spaces"],
    ["AERO LIFT", "Aero Lift", 0, "differs in capital letters or spaces"],
    ["Aero-Lift", "Aero Lift", 0, "differs in punctuation or spaces"],
    ["Nordwnid Cargo", "Nordwind Cargo", 1, "has two letters swapped"],
    ["Nordwind Carg", "Nordwind Cargo", 1, "differs by one letter"],
    ["Nordvind Kargo", "Nordwind Cargo", 2, "differs by 2 letters"],
    ["Cargo, Nordwind", "Nordwind Cargo", 1, "has the same words in another order"],
    ["Blue Harbor", "Blue Harbour", 1, "differs by one letter"],
    ["Blue-Harbor", "Blue Harbour", 1, "has a similar spelling"],
    ["BlueHarbor", "Blue Harbour", 1, "has a similar spelling"],
    ["Blue Harbou.", "Blue Harbour", 1, "has a similar spelling"],
    ["Nordwínd Carg", "Nordwind Cargo", 1, "has a similar spelling"],
    ["Nordwnid-Cargo", "Nordwind Cargo", 1, "has a similar spelling"],
  ])("%s may mean %s", (value, candidate, distance, why) => {
    expect(nearMatches(value, CATALOGUE)[0]).toEqual({ candidate, distance, why });
  });

  it.each([
    ["telecomunications", "telecommunications"],
    ["Pharmacueticals", "Pharmaceuticals"],
    ["hosptality", "hospitality"],
    ["Zoe Müler", "Zoë Müller"],
    ["Северныи ветер", "Северный ветер"],
    ["Αθηνα Αερας", "Αθήνα Αέρας"],
    ["東京アエロリフト販賣", "東京アエロリフト販売"],
    ["Acem", "Acme"],
  ])("%s is near %s", (value, candidate) => {
    expect(nearMatches(value, ["something else", candidate, "Zq"]).map((match) => match.candidate)).toEqual([
      candidate,
    ]);
  });

  it.each([
    ["Ann", "Ian"],
    ["IBM", "ICM"],
    ["Acme", "Acne"],
    ["Jones", "Bones"],
    ["Model 3", "Model 4"],
    ["Route 66", "Route 60"],
    ["Generator 5000", "Generator 5001"],
    ["Turbine 12 Pro Max", "Turbine Pro Max"],
    ["Plan A", "Plan B"],
    ["North America", "South America"],
    ["Aero Lift", "Aero Lift Max"],
    ["John Smith", "Joan Smith"],
    ["Hartwein", "Bortwein"],
    ["A-industries", "Zenindustries"],
    ["won", "lost"],
    ["", "Acme"],
    ["---", "!!!"],
  ])("%s is not near %s", (value, candidate) => {
    expect(nearMatches(value, [candidate])).toEqual([]);
  });

  it("knows a name without its number, its form of company or what stands in parentheses", () => {
    const first = (value: string, names: string[]) => nearMatches(value, names)[0]?.candidate;
    const stages = ["Lead", "Qualified", "Closed Won"];
    expect(["1 - Lead", "02. qualified", "Closed Won (Sales Pipeline)"].map((name) => first(name, stages))).toEqual(
      stages,
    );
    const firms = ["Edge Communications", "Müller GmbH", "Acme, Inc."];
    expect(["Edge Communications, Inc.", "Müller", "ACME LLC"].map((name) => first(name, firms))).toEqual(firms);
    expect(first("Model 3", ["Model 4"])).toBeUndefined();
    expect(first("3M", ["M"])).toBeUndefined();
    expect(first("Inc.", ["Co."])).toBeUndefined();
  });

  it("gives the best first, at most as many as asked for, and never the value itself", () => {
    const names = ["Nordwind Cargo", "Nordwind Kargo", "Nordwand Cargo", "nordwind cargo"];
    expect(nearMatches("Nordwind Cargo", names, { limit: 2 }).map(({ candidate }) => candidate)).toEqual([
      "nordwind cargo",
      "Nordwand Cargo",
    ]);
  });

  it("finds a word of ten letters and more again after any one edit", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnop"), minLength: 10, maxLength: 30 });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom("drop", "double", "change", "swap"), (name, seed, edit) => {
        const at = seed % (name.length - 1);
        const [head, tail] = [name.slice(0, at), name.slice(at)];
        const edited = {
          drop: head + tail.slice(1),
          double: head + tail.charAt(0) + tail,
          change: `${head}z${tail.slice(1)}`,
          swap: head + tail.charAt(1) + tail.charAt(0) + tail.slice(2),
        }[edit];
        fc.pre(edited !== name);
        expect(nearMatches(edited, [name])).toMatchObject([{ candidate: name, distance: 1 }]);
      }),
    );
  });

  it("says that texts differ by one letter only where one letter is all that differs", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abcdeéABC -.1"), minLength: 4, maxLength: 14 });
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom(..."abcdeéABC -.1", ""), fc.boolean()), { maxLength: 3 });
    fc.assert(
      fc.property(text, edits, (name, changes) => {
        let edited = name;
        for (const [seed, sign, replaces] of changes) {
          const at = seed % (edited.length + 1);
          edited = edited.slice(0, at) + sign + edited.slice(at + Number(replaces));
        }
        for (const { candidate, why } of nearMatches(edited, [name]))
          if (why === "differs by one letter") expect(oneLetterApart(edited, candidate)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    const words = fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 9, maxLength: 14 });
    fc.assert(
      fc.property(words, fc.nat(), (name, seed) => {
        const at = 1 + (seed % (name.length - 1));
        const edited = `${name.slice(0, at)}z${name.slice(at)}`;
        expect(nearMatches(edited, [name])).toMatchObject([{ why: "differs by one letter" }]);
      }),
    );
  });

  it("finds each of 200 values among 20,000 candidates", () => {
    const syllables = ["ka", "ro", "ti", "mel", "sun", "dor", "vex", "lin", "pra", "gol", "hes", "qui"];
    const name = (seed: number) =>
      Array.from({ length: 5 }, (_, place) => syllables[Math.floor(seed / 12 ** place) % 12] ?? "").join("");
    const matcher = new NearMatcher(Array.from({ length: 20_000 }, (_, index) => name(index * 11 + 5)));
    let found = 0;
    for (let index = 0; index < 200; index += 1) {
      if (matcher.near(`${name(index * 220 + 5)}x`).length > 0) found += 1;
    }
    expect(found).toBe(200);
  });
});
