import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { breaksBetween } from "@/test/contract/breaks";
import type { Contract } from "@/test/contract/contract";
import { idleEnvironment } from "@/test/environment";

// Stores what the API promises today, so that the next changes are compared with it. Breaks that nobody accepted stop it.

Object.assign(process.env, idleEnvironment(tmpdir()));
// The operations read the environment as they are loaded.
const { acceptedFile, advice, contractFile, currentContract, openBreaks, readAccepted, readContract } = await import(
  "@/test/contract/stored"
);

const now = currentContract();
const open = openBreaks(breaksBetween(readContract(), now), readAccepted());

if (open.length > 0) {
  console.error([advice, "", ...open].join("\n"));
  process.exitCode = 1;
} else {
  writeFileSync(contractFile, textOf(now));
  writeFileSync(acceptedFile, "{}\n");
  console.log(`The contract has ${Object.keys(now.operations).length} operations.`);
}

/** Each operation and schema on a line of its own, so that a change of it is a line of the diff. */
function textOf(contract: Contract): string {
  const parts = Object.entries(contract).map(([part, entries]) => {
    const lines = Object.entries(entries).map(
      ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    );
    return `  ${JSON.stringify(part)}: {\n${lines.join(",\n")}\n  }`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}
