import { serverCodeInBrowser } from "./browser-reach";
import { circlesOfImports } from "./circles";
import { copiedClasses } from "./copied-classes";
import { countsByHand, fixedLocales } from "./count-words";
import { wrongDirections } from "./directions";
import { closedDomainsOpened, domainCycles, wrongModuleOrder, wrongRooms } from "./domains";
import { hooksPassed } from "./hook-calls";
import { longFunctions } from "./long-functions";
import { badNames, strangersInDomains, strayPrismaFiles } from "./names";
import { nounsNamedInPlatform } from "./noun-names";
import { partsOnTheWrongSide } from "./parts";
import { driverOutOfPlace, kernelNotServerOnly, prismaInApp, rawClientOutOfPlace, wordsOutOfPlace } from "./places";
import { hiddenSubjects, riddles } from "./plain-sentences";
import { barrels, longComments, longFiles, namelessEffects, silencedChecks } from "./size";
import type { SourceTree } from "./source-tree";
import { namelessTables } from "./table-names";
import { triedAgain } from "./tried-once";

/** The rules of the architecture, each a function from the source tree to the places that break it. */
export const rules: Record<string, (tree: SourceTree) => string[]> = {
  "R1 imports go one way": wrongDirections,
  "R2 modules build on those below them, nouns on those before them": (tree) => wrongModuleOrder(tree),
  "R2 rooms of the platform build on those below them": (tree) => wrongRooms(tree),
  "R2 platform knows no noun by name": nounsNamedInPlatform,
  "R3 domains share only what their vocabulary shares": closedDomainsOpened,
  "R3 parts of a domain keep to their side": partsOnTheWrongSide,
  "R3 no cycle between domains": domainCycles,
  "no circle between files, types included": circlesOfImports,
  "R4 the raw client only where no tenant is known yet": rawClientOutOfPlace,
  "R4 database drivers only in server/db": driverOutOfPlace,
  "R4 no Prisma below src/app": prismaInApp,
  "R5 nothing server-only reaches a browser": serverCodeInBrowser,
  "R5 every file of the kernel is server-only": kernelNotServerOnly,
  "R6 TRPCError, NextResponse, process.env, new PrismaClient in their one place": wordsOutOfPlace,
  "classes that other files ask for are the same in all bundles": copiedClasses,
  "R7 names are kebab-case and say something": badNames,
  "R7 domain folders hold their vocabulary": strangersInDomains,
  "R7 one .prisma file per domain": strayPrismaFiles,
  "files of 400 lines at most, operations.ts of 300": longFiles,
  "functions of 80 lines at most": longFunctions,
  "comments of three lines at most": longComments,
  "no barrels": barrels,
  "nothing silences a check": silencedChecks,
  "tests of tenants, rights, money and races are tried once": triedAgain,
  "effects name the outside system": namelessEffects,
  "counts and their nouns come from one place": countsByHand,
  "screens show numbers and dates in the locale of the workspace": fixedLocales,
  "hooks are called, never handed on": hooksPassed,
  "sentences name their subject, not What, Who or Whoever": hiddenSubjects,
  "no riddles on screens and in errors": riddles,
  "tables have names": namelessTables,
};
