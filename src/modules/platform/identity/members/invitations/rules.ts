import { counted, plainLocale } from "@/lib/counted";
import { formatMoney, type MoneyFormatOptions } from "@/lib/money";
import { planPage } from "@/lib/plan-page";
import { type LimitKey, limits } from "@/lib/plans";
import { foldKey, quoteValue } from "@/lib/text";
import { email as mailAddress } from "@/lib/zod";

/** For an open invitation. */
export const openInvitation = { acceptedAt: null, revokedAt: null } as const;

/** For an invitation that is mailed when a seat is free. */
export const waitingForSeat = { ...openInvitation, expiresAt: null } as const;

/** For an invitation whose link works: it holds a seat until it is accepted, revoked or expired. */
export const holdingSeat = (now: Date) => ({ ...openInvitation, expiresAt: { gt: now } });

/** The message for an admin about an invitation that is not mailed yet. */
export const waitingWords = (email: string): string =>
  `No seat is free for ${email}. The invitation is sent as soon as one is.`;

/** The same for several: "4 invitations". */
export const manyWaitingWords = (invitations: string): string =>
  `${invitations} wait for a seat. They are sent in order, as soon as seats are free.`;

/** The refusal to send such an invitation again. */
export const queuedWords = (email: string): string =>
  `The invitation for ${email} waits for a seat, and is sent as soon as one is free. To free one, remove a member, revoke another invitation, or get more seats in Settings, ${planPage()}.`;

/** The state of one whose inviter may no longer invite. */
export const heldWords = (inviter: string): string => `Waiting: ${inviter} may no longer invite`;

/** The refusal to send such an invitation again. */
export const heldRefusal = (email: string, inviter: string): string =>
  `The invitation for ${email} waits, and is not sent: ${inviter} may no longer invite. To send it in your name, invite ${email} again; or revoke it.`;

/** As many invitations of a workspace wait for a seat. */
export const mostWaiting = 500;

/** The refusal of one more. */
export const tooManyWaiting = (email: string): string =>
  `${email} was not invited: ${mostWaiting} invitations wait for a seat already. Revoke some, or get more seats in Settings, ${planPage()}.`;

/** How long an invitation's link works after its e-mail was sent. */
export const validDays = 7;

/** When an invitation expires if its e-mail is sent now. */
export const invitationEnds = (sent: Date): Date => new Date(sent.getTime() + validDays * 86_400_000);

/** The refusal for an address of staff. It gives no reason: nobody must learn by inviting who works for the platform. */
export const cannotJoin = (email: string): string =>
  `${email} cannot join a workspace. Invite this person under another address.`;

export interface ReadInvitees {
  invitees: { email: string; name?: string }[];
  /** Pieces of text without an e-mail address, as a person would quote them. */
  problems: string[];
}

const named = /^"?([^"<]*?)"?\s*<([^<>\s]+)>$/;

/**
 * E-mail addresses from pasted text: one a line, or separated by commas and semicolons, with or without names, as mail
 * programs and tables write them. Without duplicates.
 */
export function readInvitees(text: string): ReadInvitees {
  const found = new Map<string, { email: string; name?: string }>();
  const problems: string[] = [];
  for (const piece of pieces(text)) {
    const [, name = "", inBrackets] = named.exec(piece) ?? [];
    const parsed = mailAddress.safeParse(inBrackets ?? piece.replace(/^mailto:/i, ""));
    if (!parsed.success) {
      problems.push(`${quoteValue(piece)} is not an e-mail address.`);
      continue;
    }
    const key = foldKey(parsed.data);
    if (!found.has(key)) found.set(key, { email: parsed.data, ...(name.trim() ? { name: name.trim() } : {}) });
  }
  return { invitees: [...found.values()], problems };
}

const problemsShown = 5;

/** Each problem, as many as a person reads. */
export function problemWords(problems: readonly string[]): string {
  const more = problems.length - problemsShown;
  const rest =
    more > 0
      ? [
          `${counted(more, { one: "other entry is", many: "other entries are" }, plainLocale)} no e-mail address either.`,
        ]
      : [];
  return [...problems.slice(0, problemsShown), ...rest].join(" ");
}

/** The same people as text that is read again as it was. */
export function inviteeText(invitees: ReadInvitees["invitees"]): string {
  return invitees.map(({ email, name }) => (name === undefined ? email : `"${name}" <${email}>`)).join("\n");
}

/** Separators count outside quotes and brackets; in a line without either, blanks may also separate addresses. */
function pieces(text: string): string[] {
  return text
    .split(/[\n\r\t;]+|,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .flatMap((part) => (/[<"]/.test(part) || !/@.*\s.*@/.test(part) ? [part] : part.split(/\s+/)))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A default name if only the address is known: jane.doe@x.com becomes Jane Doe. */
export function nameFromMail(email: string): string {
  const words =
    (email.split("@")[0] ?? "")
      .split("+")[0]
      ?.split(/[._-]+/)
      .filter((word) => word !== "") ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return name || email;
}

/**
 * The message for an admin about an invitation whose e-mail has this state after its first attempt; null when it was
 * sent.
 */
export function notSentWords(email: string, mail: { status: string; reason: string | null }): string | null {
  if (mail.status === "sent") return null;
  const reason = mail.reason ? ` ${mail.reason.replace(/[^.!?]$/, "$&.")}` : "";
  if (mail.status === "waiting")
    return `The invitation for ${email} has not been sent yet.${reason} It is retried automatically.`;
  if (mail.status === "unknown") return `The invitation for ${email} may not have arrived.${reason}`;
  return `The invitation for ${email} was not sent.${reason} Try again.`;
}

/** The part of a plan that decides how many people can join, and what more would cost. */
export interface SeatPlan {
  plan: string;
  interval: "month" | "year" | null;
  currency: string;
  seats: { used: number; most: number | null; paid: number | null; invited: number; waiting: number };
  plans: readonly {
    plan: string;
    label: string;
    seat: { month: number; year: number } | null;
    limits: Readonly<Partial<Record<LimitKey, number | null>>>;
  }[];
}

export interface SeatFacts {
  /** "5 seats: 3 in use, 1 invited, 1 free." */
  now: string;
  /** The fate of those beyond the seats; null where all are sent. */
  beyond: string | null;
  /** The price of more seats; null where nothing larger is sold. */
  more: string | null;
}

/** How many seats there are, and what happens with so many more invitations. */
export function seatFacts(plan: SeatPlan, invitees: number, at: MoneyFormatOptions): SeatFacts {
  const { used, most, paid, invited, waiting } = plan.seats;
  const number = (value: number) => value.toLocaleString(at.locale);
  const free = most === null ? null : Math.max(0, most - used - invited);
  const parts = [
    `${number(used)} in use`,
    ...(invited > 0 ? [`${number(invited)} invited`] : []),
    ...(waiting > 0 ? [`${number(waiting)} waiting`] : []),
    ...(free === null ? [] : [`${number(free)} free`]),
  ];
  const has = most === null ? "No limit of seats" : counted(most, limits.seats, at.locale);
  const bought = paid === null ? "" : `, ${number(paid)} bought`;
  const wait = free === null ? 0 : Math.max(0, invitees - Math.max(0, free - waiting));
  return {
    now: `${has}${bought}: ${parts.join(", ")}.`,
    beyond: wait === 0 ? null : beyondText(wait, invitees, at.locale),
    more: moreText(plan, wait > 0, at),
  };
}

function beyondText(wait: number, invitees: number, locale: string): string {
  if (invitees === 1) return "No seat is free for this person: the invitation waits, and is sent as soon as one is.";
  const who =
    wait === invitees ? "No seat is free for these people" : `${wait.toLocaleString(locale)} of them find no free seat`;
  return `${who}: their invitations wait, and are sent in this order as soon as seats are free.`;
}

/** A plan with seats to buy charges each one that joins beyond those; otherwise a larger plan has more. */
function moreText(plan: SeatPlan, isFull: boolean, at: MoneyFormatOptions): string | null {
  const interval = plan.interval ?? "month";
  const place = plan.plans.findIndex((one) => one.plan === plan.plan);
  const own = plan.plans[place];
  const price = (minor: number) => `${formatMoney(minor, plan.currency, at)} a ${interval}`;
  if (own?.seat && plan.seats.paid !== null && !isFull)
    return `Each member who joins beyond the seats bought adds ${price(own.seat[interval])}.`;
  const most = plan.seats.most;
  const holdsMore = (one: SeatPlan["plans"][number]) => {
    const bound = one.limits.seats ?? null;
    return one.seat !== null && most !== null && (bound === null || bound > most);
  };
  const larger = plan.plans.slice(place + 1).find(holdsMore);
  if (!larger?.seat) return null;
  const bound = larger.limits.seats ?? null;
  const upTo = bound === null ? "any number of seats" : `up to ${counted(bound, limits.seats, at.locale)}`;
  return `${larger.label} has ${upTo}, each for ${price(larger.seat[interval])}.`;
}
