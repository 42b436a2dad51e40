"""A policy and a memo about a contract in Word, each with the draft that came before it."""

from __future__ import annotations

from outcomes.testing.documents import Docx


def policy(*, draft: bool = False) -> Docx:
    """A policy on remote work; the draft leaves it to everybody's goodwill."""
    return _goodwill() if draft else _rules()


def _rules() -> Docx:
    text = (
        Docx(title="Policy on working abroad", author="People team")
        .paragraph("Policy on working abroad", style="Title")
        .table(
            [
                ["Number", "HR-014, version 3"],
                ["Owner", "Head of People"],
                ["Applies from", "1 January 2027"],
                ["Next review", "30 September 2028"],
            ],
            header=False,
        )
    )
    text.heading("Purpose").paragraph(
        "Working from another country can make an employee liable to tax there, and the company to social insurance. "
        "This policy says when it is allowed, so that neither finds out afterwards."
    )
    text.heading("Scope").paragraph(
        "The policy binds all employees of the company and of its subsidiaries in Austria, Germany and Switzerland, "
        "and freelancers who use a laptop of the company. It is not about business trips, which have a policy of their "
        "own (FIN-006)."
    )
    text.heading("Rules").numbered(
        "An employee may work abroad for 20 working days in a calendar year, within the European Economic Area and "
        "Switzerland.",
        "The employee files the request with the People team 15 working days before the journey.",
        "The People team answers within 5 working days, in writing.",
        "The employee carries the A1 certificate during the whole stay.",
        "The employee connects to systems of the company through the company's network tunnel and nothing else.",
    )
    text.heading("Responsibilities").bullets(
        "Line managers confirm that the work can be done from abroad.",
        "The People team keeps a register of all stays for 7 years.",
        "The Tax team checks each stay of more than 10 working days in one country.",
    )
    text.heading("Exceptions").paragraph(
        "The Head of People grants exceptions, in writing, for a stay at a time. The register lists each exception "
        "with its reason."
    )
    return (
        text.heading("Breaches")
        .paragraph(
            "The line manager ends a stay that was not approved, and the employee returns within 3 working days. Costs "
            "of tax or insurance that arise from it are claimed as far as the law allows."
        )
        .footer("HR-014, version 3. Questions: people team, extension 220")
    )


def _goodwill() -> Docx:
    text = Docx(title="Working abroad").paragraph("Working abroad", style="Title")
    text.heading("Purpose", level=2).paragraph("We want to be flexible and modern. [Insert quote from the board]")
    text.heading("Scope").paragraph("Everybody concerned.")
    text.heading("Rules").bullets(
        "Requests should be filed as soon as possible, and are answered in a timely manner.",
        "Stays are kept short where possible, at most 20 days.",
        "Certificates are carried as appropriate.",
    )
    text.insertion(" Ask Sabine if in doubt.")
    text.heading("Responsibilities").paragraph("Managers are responsible for stays of up to 30 days.")
    return text.comment("20 or 30 now?", on="30 days").footer("Draft")


def memo(*, draft: bool = False) -> Docx:
    """A memo on a contract for software; the draft has read it, and says so at length."""
    return _impressions() if draft else _advice()


def _advice() -> Docx:
    text = (
        Docx(title="Review of the hosting agreement", author="Legal")
        .paragraph("Review of the hosting agreement", style="Title")
        .paragraph("Privileged and confidential. To: Head of Purchasing. From: Legal. 3 November 2026.")
        .footer("Hosting agreement with Cumulo Hosting GmbH, review of 3 November 2026")
    )
    text.heading("Recommendation").paragraph(
        "We reviewed the draft of 27 October 2026 (version 4) of the hosting agreement between Meridian Foods AG, as "
        "customer, and Cumulo Hosting GmbH, as provider. We recommend to sign after changes: clauses 9.2 and 14.1 "
        "should not be accepted as they stand. We did not review schedule C (technical description) or tax."
    )
    text.heading("Issues").paragraph(
        "The rank says what happens if nothing is changed: high means that we advise against signing, medium that a "
        "known loss is possible, low that it is a matter of convenience."
    )
    text.table(
        [
            ["Clause", "What it says", "What it can cost", "Rank", "Recommendation"],
            [
                "9.2",
                '"The liability of the provider is limited to the fees of the preceding month."',
                "One month is 14,000 euros; a day without orders costs Meridian about 190,000 euros.",
                "High",
                'Ask for: "limited to the fees of the preceding twelve months, for each event".',
            ],
            [
                "14.1",
                '"The agreement renews for 36 months unless notice is given 9 months before its end."',
                "A missed notice binds Meridian to 504,000 euros.",
                "High",
                'Ask for: "renews for 12 months unless notice is given 3 months before its end".',
            ],
            [
                "6.3",
                '"The provider may change the place of the data within the European Union on 30 days\' notice."',
                "The data protection register has to be changed within those 30 days.",
                "Low",
                "Accept the clause.",
            ],
        ]
    )
    text.heading("Liability in more detail").paragraph(
        "If the agreement is governed by German law (clause 19), a limit in standard terms does not hold for gross "
        "negligence: section 309 no. 7 of the Civil Code, applied between businesses by the Federal Court of Justice "
        "(judgment of 19 September 2007, VIII ZR 141/06). The cap would therefore matter for slight negligence alone."
    )
    return text.heading("Dates").bullets(
        "Clause 2.1: the offer ends on 30 November 2026.",
        "Clause 14.1: the first notice would be due by 31 March 2029.",
    )


def _impressions() -> Docx:
    text = Docx(title="Contract").paragraph("Notes on the contract", style="Title")
    text.heading("General").paragraph(
        "We have looked at the contract with the hosting company and find it fairly one-sided, but not unusual. The "
        "limit of liability is invalid in any case. [Insert date]"
    )
    text.insertion(" The client will sign anyway.").comment("Delete before sending!", on="fairly one-sided")
    text.heading("Points").bullets(
        "Liability is low. You may want to raise this.",
        "The term is long.",
        "Data can be moved. This should be looked at by somebody.",
    )
    return text.hidden("Our fee note already assumes 12 hours.").footer("Notes")
