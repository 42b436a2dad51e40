"""An export of orders as a CSV file, and the one that came before it."""

from __future__ import annotations

from typing import Final

EXPORT: Final = """\
id,ordered_at,country_code,product,quantity_pieces,amount,currency_code,delivered_on,is_gift
SO-10021,2026-03-02T08:14:05Z,DE,Hand grinder,1,89.00,EUR,2026-03-05,false
SO-10022,2026-03-02T09:40:51Z,NA,Filter papers,12,46.80,EUR,2026-03-16,false
SO-10023,2026-03-02T11:02:33Z,FR,"Kettle, 0.9 l",1,64.50,EUR,2026-03-06,true
SO-10024,2026-03-03T07:55:10Z,AT,Hand grinder,2,178.00,EUR,,false
SO-10025,2026-03-03T10:21:47Z,CH,Scales,1,52.00,CHF,2026-03-07,false
SO-10026,2026-03-03T16:38:02Z,DE,Filter papers,6,23.40,EUR,2026-03-06,false
SO-10027,2026-03-04T06:12:59Z,IT,"Café press ""Milano"", red",1,38.90,EUR,2026-03-10,true
SO-10028,2026-03-04T13:47:26Z,DE,Scales,1,52.00,EUR,2026-03-07,false
SO-10029,2026-03-05T09:05:38Z,SE,Hand grinder,1,995.00,SEK,2026-03-11,false
SO-10030,2026-03-05T18:29:14Z,FR,Filter papers,24,93.60,EUR,2026-03-09,false
"""

EXPORT_DRAFT: Final = """\
id,col2,Time,Prod,EAN,Amt,Paid
10021,2/3/2026,2026-03-02 08:14,Hand grinder,4.00639E+12,89.00,4111 1111 1111 1111
10022,2/3/2026,2026-03-02 09:40,Filter papers,4.00639E+12,"1,046.80",NULL
10022,2/3/2026,2026-03-02 11:02,CafÃ© press,4.00639E+12,64.50,yes
10024,3/3/2026,2026-03-03 07:55,=HYPERLINK("http://pay.example"),4.00639E+12,n/k,yes
,,,Total,,1289.30
10025,3/3/2026,2026-03-03 10:21,Scales,4.00639E+12,52.00,yes
10026,3/3/2026,2026-03-03 16:38,Filter papers,4.00639E+12,23.40,yes
10027,4/3/2026,2026-03-04 06:12,Scales,4.00639E+12,52.00,yes
10028,4/3/2026,2026-03-04 13:47,Scales,4.00639E+12,52.00,yes
10029,5/3/2026,2026-03-05 09:05,Hand grinder,4.00639E+12,89.00,yes
"""
