import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { areas } from "./areas";
import { readArguments } from "./arguments";
import { browserTestsOf, stagesOf } from "./stages";
import { inFull, inPart, testFiles } from "./test-files";

const named = (name: string) => areas().find((one) => one.name === name);

describe("the areas of the app", () => {
  it("are its modules, their folders and the folders of the rooms of the platform, each name once", () => {
    const names = areas().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["crm", "activities", "pmo", "hub", "imports", "billing", "auth"]));
    expect(names).not.toContain("platform");
    expect(new Set(names).size).toBe(names.length);
  });

  it("have their tests in their folder, those in the browser in a folder of the same name", () => {
    expect(named("imports")?.folders).toEqual(["src/modules/platform/data/imports/", "e2e/platform/imports/"]);
    expect(named("crm")?.folders).toEqual(["src/modules/crm/", "e2e/crm/"]);
    expect(named("activities")?.folders).toEqual(["src/modules/crm/activities/", "e2e/crm/activities/"]);
  });

  it.each(["crm", "platform"])("name each folder of browser tests of %s", (part) => {
    const folders = readdirSync(join("e2e", part), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name);
    expect(names.filter((name) => !named(name)?.folders.includes(`e2e/${part}/${name}/`))).toEqual([]);
    expect(names.length).toBeGreaterThan(1);
  });

  it("find the generic tests of their nouns, however a title spells them", () => {
    const { nouns } = named("pmo") ?? {};
    for (const title of ["taskStatus", "listTaskStatuses", "task-statuses", "task_statuses", "projects"])
      expect(title).toMatch(nouns ?? /^$/);
    expect("listAccounts").not.toMatch(nouns ?? /./);
    expect("listAccounts").toMatch(named("accounts")?.nouns ?? /^$/);
    expect("listContacts").not.toMatch(named("accounts")?.nouns ?? /./);
    expect(named("imports")?.nouns).toBeUndefined();
  });
});

describe("the stages of an area", () => {
  it.each(areas())("are some, with the tests of $name", (area) => {
    expect(stagesOf(area).length).toBeGreaterThan(0);
  });
});

describe("the generic tests of an area", () => {
  it("are asked in part for a module, and in full for each of its folders", () => {
    expect(named("crm")?.isModule).toBe(true);
    expect(named("activities")?.isModule).toBe(false);
    const [full, part] = [inFull(testFiles()), inPart(testFiles())];
    expect(full).toContain("src/test/permissions.deep.db.test.ts");
    expect(part).toContain("src/test/permissions.db.test.ts");
    expect(part).not.toContain("src/test/permissions.deep.db.test.ts");
    // Tests without a twin are in both.
    expect(full).toContain("src/test/plans.deep.db.test.ts");
    expect(part).toContain("src/test/plans.deep.db.test.ts");
  });
});

describe("the browser tests of an area", () => {
  const of = (name: string) => browserTestsOf(named(name) ?? expect.fail(name));
  it("are, for a module, those that its folders share, and for each folder its own", () => {
    expect(of("crm")).toContain("e2e/crm/lists.spec.ts");
    expect(of("crm")).not.toContain("e2e/crm/activities/zones.spec.ts");
    expect(of("activities")).toContain("e2e/crm/activities/zones.spec.ts");
    expect(of("activities")).not.toContain("e2e/crm/lists.spec.ts");
  });

  it("leave none out that stands in the folder of a module", () => {
    const all = new Set(areas().flatMap(browserTestsOf));
    const inModules = areas().filter(({ isModule }) => isModule);
    const theirs = testFiles().filter((file) => inModules.some(({ name }) => file.startsWith(`e2e/${name}/`)));
    expect(theirs.filter((file) => !all.has(file))).toEqual([]);
  });
});

describe("the arguments of a run", () => {
  it("choose the stages of an area, and of those some", () => {
    const asked = readArguments(["--deep", "--area", "imports"]);
    expect(asked).toMatchObject({ isKept: false, isWhole: false });
    if (typeof asked === "string") throw new Error(asked);
    expect(asked.stages.map(({ key }) => key)).toEqual(["unit", "db", "build", "browser"]);
    const some = readArguments(["--deep", "--area", "crm", "--only", "generic"]);
    expect(some).toMatchObject({ stages: [{ key: "generic" }] });
  });

  it("are the whole deep run where nothing limits it", () => {
    expect(readArguments(["--deep"])).toMatchObject({ isKept: true, isWhole: true });
    expect(readArguments(["--deep", "--resume"])).toMatchObject({ isKept: true, isWhole: true, isResumed: true });
    expect(readArguments(["--deep", "--only", "db"])).toMatchObject({ isKept: true, isWhole: false });
    expect(readArguments(["--deep", "src/a.test.ts"])).toMatchObject({ isKept: false, isWhole: false });
    expect(readArguments([])).toMatchObject({ isKept: false, isWhole: false });
  });

  it.each([
    [["--area", "imports"], "Only npm run test:deep has --area and --resume."],
    [["--deep", "--area", "import"], "There is no area import. The areas are accounts, activities"],
    [["--deep", "--area", "imports", "--only", "drills"], "There is no stage drills."],
    [["--deep", "--resume", "src/a.test.ts"], "Name files, an area or --resume"],
    [["--deep", "--resume", "--area", "crm"], "The run of an area is not resumed"],
  ])("%s are refused with what there is", (args, words) => {
    expect(readArguments(args)).toContain(words);
  });
});

describe("the files of tests", () => {
  it("are found, each once", () => {
    const files = testFiles();
    expect(files).toContain("scripts/test/areas.test.ts");
    expect(files).toContain("e2e/platform/imports/import.spec.ts");
    expect(new Set(files).size).toBe(files.length);
  });

  it("leave out those that another one runs by importing them, and no others", () => {
    const files = testFiles();
    const asked = inFull(files);
    expect(asked).toContain("src/test/permissions.deep.db.test.ts");
    expect(asked).not.toContain("src/test/permissions.db.test.ts");
    // Its twin has cases of its own.
    expect(asked).toEqual(
      expect.arrayContaining([
        "src/modules/crm/accounts/family.db.test.ts",
        "src/modules/crm/accounts/family.deep.db.test.ts",
      ]),
    );
  });
});
