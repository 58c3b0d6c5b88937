"""The script of the demo's first 25 days."""

from datetime import timedelta

from bot.demo.acts import (
    Issue,
    Step,
    amend,
    at,
    cancel,
    fail,
    forget,
    issue_all,
    mark,
    pay,
    recover,
    reopen,
)

ACME, SHOP, NYC, CHI = "acme-vps", "shop", "nyc-voxel", "chi-leap"

DATABASE = Issue(ACME, 21851003, "18.00", 14, "VPS 3 slices (db-01)", service="412007")
NORDLICHT = Issue(SHOP, 4107, "46.80", 7, "Managed hosting, monthly", "Nordlicht Media GmbH")
EDGE = Issue(
    NYC,
    81236,
    "329.00",
    10,
    "edge-nyc-3.acme.example (dedicated)",
    extras=(("2 TB additional transfer", "40.00"),),
)
XEON = Issue(
    CHI, 104518, "1249.00", 21, "chi-db1, 128 GB, monthly", extras=(("4 IP addresses", "20.00"),)
)
KESTREL = Issue(SHOP, 4108, "31.98", 14, "Domain kestrel.example, 2 years", "Kestrel & Sons", "GBP")
RAPID = Issue(
    ACME,
    21851977,
    "58.00",
    14,
    "Rapid Deploy server rds-3",
    module="quickservers",
    service="3090",
)
MAIL = Issue(ACME, 21855120, "5.00", 14, "Mail, 5 mailboxes", module="mail", service="8556")
TRIAL = Issue(ACME, 21857330, "6.00", 14, "VPS 1 slice (trial)", service="412260")
TRANSFER = Issue(NYC, 81240, "74.35", 15, "Transfer above the included 10 TB")
BATCH = (
    Issue(SHOP, 4111, "89.00", 14, "VPS L, monthly", "Harbour Logistics", "GBP"),
    Issue(SHOP, 4112, "23.80", 14, "Web hosting S, monthly", "Blue Fern Bakery"),
    Issue(SHOP, 4113, "357.00", 14, "Managed server, monthly", "Atlas Robotics GmbH"),
    Issue(SHOP, 4114, "142.80", 14, "Shop hosting, monthly", "Pixelwerk Studio"),
    Issue(SHOP, 4115, "118.00", 14, "VPS M, monthly", "Oakridge Dental", "GBP"),
    Issue(SHOP, 4116, "19.90", 14, "Web hosting S, monthly", "Saffron Yoga Studio"),
    Issue(SHOP, 4117, "64.50", 14, "Backup 500 GB, monthly", "Lindqvist Architects"),
    Issue(SHOP, 4118, "1190.00", 14, "Cluster, monthly", "Meridian Analytics", "USD"),
)

PLOT: tuple[Step, ...] = (
    Step(at(0, 0, 2), "InterServer invoices a new VPS", DATABASE),
    Step(at(0, 0, 5), "Nordlicht Media gets an invoice", NORDLICHT),
    Step(at(0, 0, 9), "Voxel invoices a server", EDGE),
    Step(at(0, 0, 40), "SingleHop invoices the big database server", XEON),
    Step(at(0, 3), "Blue Fern Bakery pays", pay(SHOP, 4105)),
    Step(at(0, 8), "Kestrel & Sons get an invoice", KESTREL),
    Step(at(1, 2), "The overdue mail invoice is paid", pay(ACME, 21838902)),
    Step(at(1, 6), "InterServer invoices a rapid deploy server", RAPID),
    Step(at(2), "The shop's monthly run: eight invoices at once", issue_all(BATCH)),
    Step(at(2, 8), "Atlas Robotics pays at once", pay(SHOP, 4113)),
    Step(at(3, 1), "Nordlicht Media pays a part", pay(SHOP, NORDLICHT.number, "20.00")),
    Step(at(3, 4), "Voxel corrects its invoice", amend(NYC, EDGE.number, "289.00")),
    Step(at(3, 6), "Atlas Robotics pays on the due date", pay(SHOP, 4106)),
    Step(at(4, 1), "InterServer is down for maintenance", fail("interserver", "maintenance")),
    Step(at(4, 6), "InterServer is back", recover("interserver", "maintenance")),
    Step(at(5, 2), "Saffron Yoga leaves, its invoice is cancelled", cancel(SHOP, 4116)),
    Step(at(5, 3), "The overdue Voxel invoice is paid", pay(NYC, 81230)),
    Step(at(5, 3, 1), "The second one, a minute later", pay(NYC, 81233)),
    Step(at(6, 4), "Nordlicht Media pays the rest", pay(SHOP, NORDLICHT.number)),
    Step(at(7, 1), "Harbour Logistics pays", pay(SHOP, 4111)),
    Step(at(7, 2), "The overdue SingleHop invoice is paid", pay(CHI, 104509)),
    Step(at(7, 5), "InterServer invoices the mailboxes", MAIL),
    Step(at(8, 1), "The VPS web-01 is paid", pay(ACME, 21840117)),
    Step(at(8, 2), "Blue Fern Bakery pays again", pay(SHOP, 4112)),
    Step(at(8, 6), "Lindqvist Architects pay", pay(SHOP, 4117)),
    Step(at(9, 1), "The corrected Voxel invoice is paid", pay(NYC, EDGE.number)),
    Step(at(9, 4), "Voxel invoices additional transfer", TRANSFER),
    Step(at(10, 3), "Meridian's transfer is under way", mark(SHOP, 4118, "Payment Pending")),
    Step(at(11, 1), "Kestrel & Sons pay", pay(SHOP, KESTREL.number)),
    Step(at(11, 3), "The server rds-2 is paid", pay(ACME, 21842250)),
    Step(at(12, 2), "Meridian's transfer arrives", pay(SHOP, 4118)),
    Step(at(12, 5), "The server rds-3 is paid", pay(ACME, RAPID.number)),
    Step(at(13, 1), "Pixelwerk gets a week more", amend(SHOP, 4114, later=7)),
    Step(at(13, 2), "InterServer invoices a trial", TRIAL),
    Step(at(15, 1), "SingleHop limits the rate of calls", fail("singlehop", "rate_limited")),
    Step(at(15, 2), "SingleHop answers again", recover("singlehop", "rate_limited")),
    Step(at(15, 5), "The server chi-db2 is paid", pay(CHI, 104511)),
    Step(at(17, 3), "Oakridge Dental pays half, a day late", pay(SHOP, 4115, "59.00")),
    Step(at(18, 2), "The VPS db-01 is paid, four days late", pay(ACME, DATABASE.number)),
    Step(at(19, 1), "The mailboxes are paid", pay(ACME, MAIL.number)),
    Step(at(19, 4), "Oakridge Dental pays the other half", pay(SHOP, 4115)),
    Step(at(20, 1), "Harbour Logistics' payment goes back", reopen(SHOP, 4111)),
    Step(at(20, 3), "The big database server is paid", pay(CHI, XEON.number)),
    Step(at(20, 6), "Pixelwerk pays", pay(SHOP, 4114)),
    Step(at(21, 1), "Somebody changes the key at Voxel", fail("voxel", "wrong_password")),
    Step(at(21, 6), "The key is right again", recover("voxel", "wrong_password")),
    Step(at(22, 2), "Harbour Logistics pays again", pay(SHOP, 4111)),
    Step(at(23, 1), "InterServer drops the trial without a word", forget(ACME, TRIAL.number)),
    Step(at(23, 4), "Oakridge Dental pays its oldest invoice", pay(SHOP, 4098)),
    Step(at(24, 2), "The additional transfer is paid", pay(NYC, TRANSFER.number)),
)
SCRIPTED = timedelta(days=25)
