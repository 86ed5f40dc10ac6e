import { modules } from "./modules";

/** The units of licence that have code. Every page may link to the plan: so without the catalogue of licences. */
const sold = new Set(Object.values(modules).flatMap(({ licence }) => licence ?? []));

/** The name of the page in Settings about the plan: of modules it speaks where there are several. */
export const planPage = (): string => (sold.size > 1 ? "Plan and modules" : "Plan");
