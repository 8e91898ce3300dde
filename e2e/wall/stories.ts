/** What the articles of the wall say: made up for it, and no eight words of one in another. */

/** The words of one article; each part below its marker says something else. */
export type Story = {
  title: string
  standfirst: string
  /** Paragraphs above the marker. */
  above: string[]
  heading: string
  paragraph: string
  quote: string
  linked: string
  alt: string
  caption: string
  film: string
  footnote: string
  /** The last sentence. */
  end: string
}

const early: Story = {
  title: 'The bell that rings for fog nobody sees',
  standfirst:
    'On the skerry at Hallan a bell has rung every night since April, and the weather station says the air was clear.',
  above: [
    'The keeper at Hallan was pensioned off in 1998 and his bell was left hanging, because it was heavier than the boat that should have fetched it.',
  ],
  heading: 'A motor bought for another purpose',
  paragraph:
    'In the winter store the harbour clerk opened a crate that had been signed for twice and found inside it the second half of a dairy pump.',
  quote:
    'We paid for a pump that milks and were sent a pump that tolls, and nobody minded until the invoices met.',
  linked:
    'The survey of the seabed below the skerry names three owners for the same eleven metres of chain.',
  alt: 'A brass bell under a slate roof, a rubber hose tied round its clapper with fishing line, gulls asleep on the beam above it.',
  caption:
    'The bell house at Hallan after the hose had been fitted, photographed from the mail boat in a flat calm.',
  film: 'Four minutes of the clapper moving without wind',
  footnote:
    'The inventory of 1998 counts the clapper as a tool and the bell as a building, which is why two departments insured them.',
  end: 'When the hose was cut at last the bell went on for eleven strokes more, and then the seals answered it.',
}

const late: Story = {
  title: 'How Ostrava Street counted its cats',
  standfirst:
    'A street of sixty houses asked each household how many cats it fed, and got an answer that no arithmetic could hold.',
  above: [
    'The form had one line. It asked for a number, and it was pushed through every letter box on a Tuesday by two children with a pram.',
    'By Friday fifty-one forms had come back. Added together they claimed two hundred and six cats, which is three and a half to a house.',
    'Mrs Odhiambo at number nine had counted in daylight and written four. Her neighbour had counted after dark and written seven, and had named them.',
    'The children drew a map of the back walls on lining paper and stood on the bakery roof from six until the light went.',
  ],
  heading: 'What the baker knew all along',
  paragraph:
    'From the roof they saw nineteen animals cross the same gap in the fence, in the same order, at the same minute, on five evenings running.',
  quote:
    'A cat with eleven names eats eleven suppers, and I have been baking the fish heads for all of them.',
  linked:
    'The lining paper now hangs in the town museum beside a letter from the company that sells the tins.',
  alt: 'Children lying on a tarred roof with a sheet of patterned paper, pencils in their teeth, one grey cat walking across the drawing.',
  caption:
    'The second evening of the count, with the animal that was later entered as numbers four, twelve and thirty.',
  film: 'Dusk on the back walls, filmed through a colander',
  footnote:
    'Two of the nineteen were foxes; the baker asked that they be left in because they had always paid attention.',
  end: 'The street voted to keep the larger number, on the ground that it was the one that had been fed.',
}

const missing: Story = {
  title: 'A bridge with one bank',
  standfirst:
    'The county of Lerm owns a bridge whose far end belongs to nobody, and this year it has to be painted.',
  above: [],
  heading: 'The engineer who measured the air',
  paragraph:
    'Her tape reached the last rivet and went on for ninety centimetres into a field that appears on the maps of neither county.',
  quote:
    'You cannot send a painter where you cannot send a bill, said the treasurer, and closed the file with his elbow.',
  linked:
    'A notary in Brask keeps the only deed, folded inside a prayer book that belongs to his sister.',
  alt: 'An iron footbridge seen from underneath, half of it bright green, the other half rust, a cow standing exactly below the border.',
  caption:
    'Where the paint stops: the cow has been asked to move by both counties and recognises neither of them.',
  film: 'Walking across Lerm in one take, with commentary by the cow’s owner',
  footnote:
    'The ninety centimetres were left out in 1911 by a draughtsman who had run out of paper and meant to ask for more.',
  end: 'Until somebody claims the grass the bridge will be painted as far as the law goes, and the rest will be rained on.',
}

const registered: Story = {
  title: 'The library that lends its silence',
  standfirst:
    'In Quern you may borrow a room with nothing in it for three weeks, and there is a waiting list.',
  above: [
    'The room is on the second floor, behind the encyclopaedias, and is four steps long. It was a cupboard for globes until the globes were given to a school.',
  ],
  heading: 'Overdue, and with a neighbour’s cough in it',
  paragraph:
    'Last autumn a translator kept the key for five weeks and brought the quiet back, she said, with somebody else’s radio in it.',
  quote:
    'We fine people for noise they return, at the rate for large print, and so far everyone has paid in small coins.',
  linked:
    'The regulations were copied from those for gramophone records and still forbid the use of steel needles.',
  alt: 'A whitewashed cupboard with an open door, one wooden chair turned to the wall, a globe’s pale circle left on the floorboards.',
  caption:
    'The chair was added in the second year, after a reader had stood for the whole of his three weeks.',
  film: 'Ninety seconds of the room, played at half volume',
  footnote:
    'The catalogue files it between sign language and sleep, a place that the librarian chose and will not discuss.',
  end: 'There are forty-one names on the list, and the librarian reads them out once a month, very softly, to the door.',
}

const free: Story = {
  title: 'A clock for the slow train',
  standfirst:
    'The halt at Vessel Moor has a clock with one hand, and the timetable was drawn to suit it.',
  above: [
    'The minute hand blew off in the storm of 1974. The company asked the signalman whether trains still ran, and he replied that they ran by the hour.',
  ],
  heading: 'An hour hand is enough for cows',
  paragraph:
    'Passengers arrive when the shadow of the water tower reaches the bench, and the driver waits for whoever is still on the path.',
  quote:
    'I have been late for many things, said the postwoman, but never for this train, since it has not said when it goes.',
  linked:
    'The company’s rule book allows a platform clock to be wrong if it is wrong at all hours equally.',
  alt: 'A station clock with a single hand above an empty platform, heather to the horizon, a goods wagon used as a shed.',
  caption:
    'Half past something at Vessel Moor, with the signalman’s bicycle leaning where the ticket office used to be.',
  film: 'The up train, twelve minutes in which it does not arrive',
  footnote: 'The missing hand was found in 1981 by a ploughman, who uses it to stir his whitewash.',
  end: 'In the new timetable the column for minutes is left blank, and the printers charged extra for leaving it so.',
}

const moving: Story = {
  title: 'The ferry that changed its mind about money',
  standfirst:
    'Between Osmer and the far shore the crossing was free in March, half price in April, and in May nobody would say.',
  above: [
    'The tariff hangs in a glass case by the winch, and the ferryman has the only key. He turns the sheet over when the wind does.',
  ],
  heading: 'A sheet with more than two sides',
  paragraph:
    'Behind the tariff the auditor found an older one, pasted to a third, and under them all a drawing of a goose priced at two turnips.',
  quote:
    'Whoever has paid once may always go back, he said, for I cannot charge a man for being on the wrong side.',
  linked:
    'The rope maker’s ledger shows that the cable was shortened in each year in which the fare went up.',
  alt: 'A flat ferry in mid river with a single sheep aboard, a man in a collar reading a notice aloud to it, willows bent the other way.',
  caption: 'The last crossing before the tariff of May, with a passenger who was let off.',
  film: 'A winch turning for six minutes with nobody near it',
  footnote:
    'The goose was entered as livestock on the way out and as luggage on the way home, and nobody has asked why.',
  end: 'Since June the case stands open and empty, and people put in what they think the far shore is worth that day.',
}

const failing: Story = {
  title: 'The mill that stopped at every wedding',
  standfirst:
    'In Tarn the water mill has stood still on eleven Saturdays, and on each of them somebody was married.',
  above: [
    'The miller keeps a slate by the sluice with a stroke for each. His mother, who kept it before him, drew the strokes lying down.',
  ],
  heading: 'An eel with an appointment',
  paragraph:
    'The schoolmaster let down a lantern on a rake handle and saw the wheel held fast by a rope of plaited ribbons.',
  quote:
    'Nobody has thrown a bouquet in this parish for nine years that did not come out again at the bakery.',
  linked:
    'The drainage board counts flowers as floating timber and sends its bill to whichever bridegroom is tallest.',
  alt: 'A mossy paddle wheel with satin bows between its boards, a boy on the bank coiling something wet and pink.',
  caption:
    'What came off the wheel on the second Saturday in June, laid out to dry on gooseberry bushes.',
  film: 'Three minutes of ribbon leaving a river',
  footnote:
    'One bow was embroidered with the initials of a couple who have since separated and would each like it back.',
  end: 'This year the bells will be rung from the mill itself, so that the wheel may know when to be proud.',
}

const shifting: Story = {
  title: 'The orchard that was let by the hour',
  standfirst:
    'On the slope above Quill the pear trees have forty tenants, and the youngest of them has paid until 2061.',
  above: [
    'The lease was written for one spring and a swarm of bees. Nobody struck out the last line, which lets each tenant name the next.',
  ],
  heading: 'Pears with a landlord in them',
  paragraph:
    'The notary climbed up with a ladder of her own and found brass numbers screwed to every fork, the lower ones long swallowed by bark.',
  quote:
    'I have signed for shade in July and for wasps in September, and I was never once offered the fruit.',
  linked:
    'The parish accounts list the income from blossom between the organ bellows and the fine for loose geese.',
  alt: 'A bent tree with parcels hanging from its boughs on string, a woman in gloves reading one label through a watchmaker’s glass.',
  caption:
    'Tenant number thirty-one, whose hour falls at night, waiting with a folding chair and a thermos flask.',
  film: 'Eight minutes of an auctioneer under falling petals',
  footnote:
    'The hour that was sold twice belongs in law to whichever of the two wakes first, which has led to a second alarm clock.',
  end: 'Next autumn the trees are to be asked themselves: whoever stands below when a pear drops may keep the rest of the row.',
}

/**
 * `moving` is published at one level after the other, and withdrawn; `shifting` too, for the plants, which are tried beside
 * the rows: while one of them is free, the other file must not take its words for a leak. Of `failing` PostgreSQL tells the
 * text as an error.
 */
export const stories = { early, late, missing, registered, free, moving, shifting, failing }
