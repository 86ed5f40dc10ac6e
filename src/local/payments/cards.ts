/** How a test card behaves; the numbers are those of Stripe. */
export type Card = {
  number: string;
  token: string;
  brand: "visa" | "mastercard";
  /** Why the bank refuses each payment. */
  declines?: Decline;
  /** Whether it refuses to be kept for later, too. */
  unattachable?: boolean;
  /** Pays on the page once, and is refused later. */
  laterDeclines?: Decline;
  /** The 3-D Secure step: on the page only, or at each payment. */
  confirms?: "on page" | "always";
};

export type Decline = { code: string; decline_code: string | null; message: string };

const decline = (code: string, decline_code: string | null, message: string): Decline => ({
  code,
  decline_code,
  message,
});

const refused = (reason: string) => decline("card_declined", reason, "Your card was declined.");
const insufficient = decline("card_declined", "insufficient_funds", "Your card has insufficient funds.");

export const CARDS: readonly Card[] = [
  { number: "4242424242424242", token: "pm_card_visa", brand: "visa" },
  { number: "5555555555554444", token: "pm_card_mastercard", brand: "mastercard" },
  {
    number: "4000000000000002",
    token: "pm_card_visa_chargeDeclined",
    brand: "visa",
    declines: refused("generic_decline"),
    unattachable: true,
  },
  {
    number: "4000000000009995",
    token: "pm_card_visa_chargeDeclinedInsufficientFunds",
    brand: "visa",
    declines: insufficient,
    unattachable: true,
  },
  {
    number: "4000000000009987",
    token: "pm_card_visa_chargeDeclinedLostCard",
    brand: "visa",
    declines: refused("lost_card"),
    unattachable: true,
  },
  {
    number: "4000000000009979",
    token: "pm_card_visa_chargeDeclinedStolenCard",
    brand: "visa",
    declines: refused("stolen_card"),
    unattachable: true,
  },
  {
    number: "4000000000000069",
    token: "pm_card_chargeDeclinedExpiredCard",
    brand: "visa",
    declines: decline("expired_card", null, "Your card has expired."),
    unattachable: true,
  },
  {
    number: "4000000000000127",
    token: "pm_card_chargeDeclinedIncorrectCvc",
    brand: "visa",
    declines: decline("incorrect_cvc", null, "Your card's security code is incorrect."),
    unattachable: true,
  },
  {
    number: "4000000000000119",
    token: "pm_card_chargeDeclinedProcessingError",
    brand: "visa",
    declines: decline(
      "processing_error",
      null,
      "An error occurred while processing your card. Try again in a little bit.",
    ),
    unattachable: true,
  },
  {
    number: "4000000000000341",
    token: "pm_card_chargeCustomerFail",
    brand: "visa",
    laterDeclines: refused("generic_decline"),
  },
  { number: "4000002500003155", token: "pm_card_authenticationRequiredOnSetup", brand: "visa", confirms: "on page" },
  {
    number: "4000003800000446",
    token: "pm_card_authenticationRequiredSetupForOffSession",
    brand: "visa",
    confirms: "on page",
  },
  { number: "4000002760003184", token: "pm_card_authenticationRequired", brand: "visa", confirms: "always" },
  {
    number: "4000008260003178",
    token: "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
    brand: "visa",
    confirms: "always",
    declines: insufficient,
  },
];

export const cardOf = (number: string): Card | undefined => CARDS.find((card) => card.number === number);
