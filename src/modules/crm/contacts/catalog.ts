import "@/lib/nouns/schemas";
import { contactEvents } from "./events";
import { contacts } from "./fields";

/** The words of the audit log for events that timelines leave out. */
export const contactCatalog: typeof contacts.catalog = {
  ...contacts.catalog,
  logged: { ...contacts.catalog.logged, [contactEvents.stepDue.name]: "Reminded a member of the next step" },
};
