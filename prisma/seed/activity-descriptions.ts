import { faker } from "@faker-js/faker";
import type { RichDoc, RichNode } from "@/lib/rich-text/rich-text";
import { textOfDoc } from "@/lib/rich-text/text";
import type { Target } from "./activity-firm";
import { noteOf } from "./activity-notes";
import {
  answers,
  mailBodies,
  mailEndings,
  mailOpenings,
  seasonOf,
  shortMessages,
  taskTexts,
  topics,
} from "./activity-sentences";
import type { ActivityKind, Phase } from "./activity-subjects";
import { chance, filled, fitting, pick, type Slots, whole, written } from "./activity-words";
import { doc, h, p } from "./texts";

interface Described {
  kind: ActivityKind;
  phase: Phase;
  direction: string | null;
}

interface People {
  slots: Slots;
  target: Target;
  colleague: { id: string; name: string };
}

/** A description: its words, and its document where it is formatted. */
interface Description {
  text: string;
  doc: RichDoc | null;
}

/** The description of an activity: a note, the words of a message, an agenda, what is to be done; null for none. */
export function descriptionOf({ kind, phase, direction }: Described, people: People): Description | null {
  const { slots } = people;
  const season = seasonOf(phase);
  if (kind === "note") return formatted(noteOf(season, writerOf(people)));
  if (kind === "email" || kind === "sms" || kind === "linkedin" || kind === "chat") {
    if (chance(0.2)) return null;
    if (direction === "inbound") return plain([written(answers, slots)]);
    if (kind !== "email") return plain([written(shortMessages, slots)]);
    return mailOf(season, people);
  }
  if (kind === "meeting" || kind === "demo") return chance(0.6) ? formatted(agendaOf(season, people)) : null;
  if (kind === "call") return chance(0.12) ? plain([written(taskTexts, slots)]) : null;
  return chance(0.4) ? plain([written(taskTexts, slots)]) : null;
}

const formatted = (document: RichDoc): Description => ({ text: textOfDoc(document), doc: document });

const plain = (lines: readonly (string | null)[]): Description | null => {
  const known = lines.filter((line) => line !== null);
  return known.length > 0 ? { text: known.join("\n"), doc: null } : null;
};

function mailOf(season: ReturnType<typeof seasonOf>, { slots, target }: People): Description | null {
  const greeting = target.contact
    ? pick([`Dear ${target.contact.first},`, `Hello ${target.contact.first},`])
    : "Hello,";
  const body = someOf(mailBodies[season], whole(1, 2), slots);
  return plain([greeting, written(mailOpenings, slots), body.join(" "), written(mailEndings, slots)]);
}

function agendaOf(season: ReturnType<typeof seasonOf>, { slots, colleague }: People): RichDoc {
  const points = someOf(topics[season], whole(3, 4), slots);
  const agenda: RichNode = {
    type: "orderedList",
    attrs: { start: 1, type: null },
    content: points.map((point) => ({ type: "listItem", content: [p(point)] })),
  };
  if (!chance(0.3)) return doc(h("Agenda"), agenda);
  return doc(h("Agenda"), agenda, p("Prepared by ", mention("member", colleague.id), "."));
}

const someOf = (templates: readonly string[], count: number, slots: Slots): string[] =>
  faker.helpers.arrayElements([...fitting(templates, slots)], count).map((template) => filled(template, slots));

const mention = (entity: string, id: string): RichNode => ({ type: "mention", attrs: { entity, id } });

function writerOf({ slots, target, colleague }: People) {
  const { contact, sale, account } = target;
  const record = account ? mention("account", account.id) : null;
  const mentions: Readonly<Record<string, RichNode | null>> = {
    "@member": mention("member", colleague.id),
    "@contact": contact && mention("contact", contact.id),
    "@record": sale ? mention("opportunity", sale.id) : record,
  };
  const usable = (template: string) =>
    !Object.entries(mentions).some(([name, node]) => !node && template.includes(name));
  const words = (template: string): RichNode[] =>
    filled(template, slots)
      .split(/(@member|@contact|@record)/)
      .filter((part) => part !== "")
      .map((part) => mentions[part] ?? { type: "text", text: part });
  const offered = <T>(list: readonly T[]): T[] => {
    const texts = fitting(
      list.filter((one) => typeof one === "string"),
      slots,
    );
    return list.filter((one) => typeof one !== "string" || (usable(one) && texts.includes(one)));
  };
  return {
    words,
    pick: <T>(list: readonly T[]): T => pick(offered(list)),
    some: <T>(list: readonly T[], count: number): T[] => faker.helpers.arrayElements(offered(list), count),
  };
}
