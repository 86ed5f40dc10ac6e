import { modules } from "./modules";

/** The licences of this build. Read from the modules, because every page links to the plan and the catalogue is large. */
const sold = new Set(Object.values(modules).flatMap(({ licence }) => licence ?? []));

/** The name of the page in Settings about the plan: of modules it speaks where there are several. */
export const planPage = (): string => (sold.size > 1 ? "Plan and modules" : "Plan");
