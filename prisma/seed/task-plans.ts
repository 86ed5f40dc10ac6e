/** One area of work: its tasks, or the same steps for several things, which stand one level deeper. */
interface Area {
  name: string;
  tasks?: readonly string[];
  things?: readonly string[];
  /** `{}` is the thing. */
  each?: string;
  steps?: readonly string[];
}

/** The work of each project of the demo, by its key, in the order in which it is done. */
export const taskPlans: Readonly<Record<string, readonly Area[]>> = {
  CLM: [
    {
      name: "Prepare the new environment",
      tasks: [
        "Open the accounts and set the limits of cost",
        "Draw the network with the customer's team",
        "Set up access for twelve administrators",
        "Copy the backups of the last 90 days",
        "Measure the line between both sites",
        "Agree on the two weekends for the switch",
      ],
    },
    {
      name: "Move the services",
      things: ["order service", "stock service", "invoice service", "customer service", "report service"],
      each: "Move the {}",
      steps: [
        "List what the {} depends on",
        "Copy the data of the {}",
        "Run the {} beside the old one for a week",
        "Compare the figures of the {}",
        "Switch the {} over",
      ],
    },
    {
      name: "Close the old rooms",
      tasks: [
        "Write down who still reads from the old servers",
        "Turn off the nightly jobs there",
        "Keep the archive of invoices for ten years",
        "Wipe the disks and sign the protocol",
        "Return the rack to the landlord",
        "Close the first month end on the new system",
      ],
    },
  ],
  WHR: [
    {
      name: "Get ready",
      tasks: [
        "Count the scanners and the charging stations",
        "Print the label samples in three sizes",
        "Agree on the layout of the shelf codes",
        "Order 140 scanners",
        "Write the short guide for the shift leads",
      ],
    },
    {
      name: "Roll out by warehouse",
      things: ["Bremen", "Graz", "Lyon", "Porto", "Leeds", "the cold store"],
      each: "Bring {} into operation",
      steps: [
        "Check the radio network of {}",
        "Label the shelves of {}",
        "Train both shifts of {}",
        "Count the stock of {} with the new scanners",
        "Stand by in {} for the first week",
      ],
    },
    {
      name: "Hand over to the service desk",
      tasks: [
        "Collect the questions of the first wave",
        "Set up spare scanners in each warehouse",
        "Agree on who answers at night",
        "Sign the end of the rollout",
      ],
    },
  ],
  SHOP: [
    {
      name: "Design",
      tasks: [
        "Interview six buyers of spare parts",
        "Draw the way from search to checkout",
        "Choose the pictures of the forty best sellers",
        "Write the texts of the empty search",
      ],
    },
    {
      name: "Build the shop",
      things: ["search", "product page", "basket", "checkout", "customer account", "price list"],
      each: "Build the {}",
      steps: [
        "Draw the screens of the {}",
        "Build the {} for desktop",
        "Fit the {} to phones",
        "Test the {} with two buyers",
        "Mend what the test of the {} found",
      ],
    },
    {
      name: "Connect the systems",
      tasks: [
        "Read live stock from the warehouse",
        "Send orders to the order system",
        "Show each customer their own prices",
        "Take cards and invoices at checkout",
        "Send the confirmation in four languages",
      ],
    },
    {
      name: "Go live",
      tasks: ["Load 18,000 parts", "Point the old addresses to the new ones", "Watch the first day", "Hold the review"],
    },
  ],
  DATA: [
    {
      name: "Understand the sources",
      things: ["sales", "stock", "finance", "service"],
      each: "Look at the figures of {}",
      steps: [
        "Interview who answers for {}",
        "List the tables of {}",
        "Find gaps in the last two years of {}",
        "Agree on the meaning of the figures of {}",
        "Write the page on {} in the handbook",
      ],
    },
    {
      name: "Set up the nightly load",
      tasks: [
        "Choose the place where the figures are kept",
        "Load one source for a trial week",
        "Send a message when a load fails",
        "Keep the history of changes",
        "Measure how long a full night takes",
      ],
    },
    {
      name: "The first reports",
      things: ["margin by product", "stock that does not move", "open invoices", "orders by region"],
      each: "Report: {}",
      steps: ["Sketch {} with its readers", "Build {}", "Compare {} with the old sheet", "Show {} to the board"],
    },
  ],
  PORT: [
    {
      name: "Start the project",
      tasks: [
        "Hold the first workshop in all three clinics",
        "Name a contact for each ward",
        "Agree on what counts as a finding",
        "Ask the data protection officer for the checklist",
        "Sign the contract on the processing of data",
        "Plan the interviews with patients",
      ],
    },
    {
      name: "Describe what patients do",
      things: ["appointments", "findings", "forms", "messages to the ward", "payments"],
      each: "Describe {}",
      steps: [
        "Collect how {} work today",
        "Draw {} as patients see them",
        "Check {} with two doctors",
        "Estimate the effort for {}",
        "Put {} into the plan",
      ],
    },
    {
      name: "Prepare the build",
      tasks: [
        "Compare three ways to sign in",
        "Choose where the data is kept",
        "Set up the test clinic",
        "Write the plan for emergencies",
        "Invite twelve patients to the trial",
      ],
    },
  ],
  LEARN: [
    {
      name: "Bring in the people",
      tasks: [
        "Read 900 technicians from the staff system",
        "Group them by country and skill",
        "Send the first invitation",
        "Answer the questions of the works council",
      ],
    },
    {
      name: "Build the courses",
      things: ["safety at heights", "hydraulics", "first aid", "the new service app", "electrical work"],
      each: "Course: {}",
      steps: [
        "Film the lessons on {}",
        "Write the test on {}",
        "Translate {} into five languages",
        "Try {} with ten technicians",
        "Publish {}",
      ],
    },
    {
      name: "Certificates",
      tasks: [
        "Draw the certificate with the brand team",
        "Remind people before a certificate ends",
        "Print the cards for sites without a network",
        "Send the list to the insurer each quarter",
      ],
    },
    {
      name: "Run the platform",
      tasks: ["Name two people for questions", "Agree on the hours of support", "Plan the review with the new head"],
    },
  ],
  AUD: [
    {
      name: "Prepare",
      tasks: [
        "Agree on the rules of the test",
        "Collect the list of systems",
        "Sign the statement of secrecy",
        "Plan fourteen interviews",
      ],
    },
    {
      name: "Look from inside",
      things: ["accounts and rights", "backups", "laptops", "the network", "suppliers"],
      each: "Check {}",
      steps: [
        "Interview the people for {}",
        "Read the rules on {}",
        "Take samples of {}",
        "Write up the findings on {}",
      ],
    },
    {
      name: "Test from outside",
      tasks: [
        "Scan the public addresses",
        "Try known passwords on the remote access",
        "Send a harmless phishing mail to 200 people",
        "Try the two web applications by hand",
        "Report the urgent finding the same day",
      ],
    },
    {
      name: "Report",
      tasks: [
        "Put 23 findings in order",
        "Talk through the draft with the administrators",
        "Close the four urgent findings",
        "Present the report to the board",
        "Hand over the evidence and delete our copies",
      ],
    },
  ],
  BOOK: [
    {
      name: "Collect",
      tasks: [
        "Read the tickets of the last year",
        "Sit with the service desk for two days",
        "Count the questions by symptom",
        "Name who answers what",
      ],
    },
    {
      name: "Write the chapters",
      things: ["sign-in", "printing", "remote work", "telephones", "the order system", "deliveries"],
      each: "Chapter: {}",
      steps: ["Draft {}", "Check {} with two colleagues", "Draw the pictures for {}", "Set {} for print"],
    },
    {
      name: "Publish",
      tasks: [
        "Make the index by symptom",
        "Print forty copies",
        "Put the handbook on the intranet",
        "Show it to the night shift",
        "Agree on who keeps it up to date",
      ],
    },
  ],
};

/** Things to tick off that fit most work. */
export const checklists: readonly (readonly string[])[] = [
  ["Tell the customer the day before", "Keep a copy of the old state", "Write down what differed"],
  ["Ask the person who knows it best", "Read the notes of last time", "Put the result in the folder"],
  ["Book the room", "Send the agenda", "Invite the customer's side", "Write the minutes"],
  ["Try it once without anybody watching", "Have a second person look", "Note how long it took"],
];

/** The comments of colleagues under tasks. */
export const remarks: readonly (readonly string[])[] = [
  ["The customer asked to have this before the holidays. Is that possible?", "Yes, if we get the data this week."],
  ["I found the old documents, they are in the folder of the project.", "Thank you, that saves a day."],
  ["This took twice as long as we thought, because two people were ill."],
  ["Can somebody look at the figures? They differ by 12 from last month.", "Found it: a return was counted twice."],
  ["We agreed on the phone that they do this themselves and we only check it."],
  ["Who has the key for the server room?", "The porter, until six."],
];
