/** The people and workspaces of the demo. Mail addresses are derived from the first names. */
export interface DemoMember {
  name: string;
  email: string;
  role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
  teams: string[];
}

export interface DemoWorkspace {
  slug: string;
  name: string;
  owner: DemoMember;
  members: DemoMember[];
  /** A person of a customer, with whom two projects are shared. */
  guest?: DemoMember;
  /** Team names with the name of their parent. */
  teams: { name: string; parent?: string }[];
  plan: "starter" | "professional" | "enterprise";
  /** How many of the salespeople in its files have no sign-in, as placeholders; all of them unless given. */
  staying?: number;
  /** The number of sales; 0 leaves the workspace as it is after sign-up. */
  opportunities: number;
  /** The most that a month is to cost, in cents. */
  budget: number;
}

const john: DemoMember = { name: "John Doe", email: "john@techcorp.example", role: "owner", teams: ["Engineering"] };
const alice: DemoMember = {
  name: "Alice Chen",
  email: "alice@techcorp.example",
  role: "member",
  teams: ["Frontend Squad"],
};

/** Everybody of a workspace who is named here. */
export const peopleOf = ({ owner, members, guest }: DemoWorkspace): DemoMember[] => [
  owner,
  ...members,
  ...(guest ? [guest] : []),
];

export const demoWorkspaces: readonly DemoWorkspace[] = [
  {
    slug: "techcorp",
    name: "TechCorp Inc.",
    plan: "enterprise",
    owner: john,
    members: [{ name: "Jane Smith", email: "jane@techcorp.example", role: "admin", teams: ["Engineering"] }, alice],
    guest: { name: "Grace Hall", email: "grace@customer.example", role: "guest", teams: [] },
    teams: [
      { name: "Engineering" },
      { name: "Frontend Squad", parent: "Engineering" },
      { name: "Backend Squad", parent: "Engineering" },
    ],
    staying: 3,
    opportunities: 8_800,
    budget: 500_000,
  },
  {
    slug: "startupio",
    name: "StartupIO",
    plan: "professional",
    owner: { name: "Bob Wilson", email: "bob@startupio.example", role: "owner", teams: ["Product"] },
    members: [],
    teams: [{ name: "Product" }],
    staying: 2,
    opportunities: 240,
    budget: 100_000,
  },
  {
    slug: "digital-agency",
    name: "Digital Agency Ltd",
    plan: "starter",
    owner: { ...alice, role: "owner", teams: [] },
    members: [],
    teams: [],
    opportunities: 0,
    budget: 10_000,
  },
];

/** The platform's own people, who have no right in any workspace. */
export const demoStaff = [
  { name: "Ruth Adeyemi", email: "ruth@throughline.example", role: "operator" },
  { name: "Tom Birch", email: "tom@throughline.example", role: "support" },
] as const;

/** The key for an authenticator app with which the demo's staff sign in, documented in the README. */
export const demoTotpSecret = "THROUGHLINESTAFFDEMO234567THROUG";

/** Documented in the README; only for data that anybody may see. */
export const demoPassword = "throughline-demo-2026";
