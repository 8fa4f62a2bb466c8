/*
 * table.c - Microsoft's cross-certificates, data only
 *
 * Names, pins, dates and links are those of Microsoft's page "Cross-Certificates
 * for Kernel Mode Code Signing" as it stood from 2020 to 2021
 * (MicrosoftDocs/windows-driver-docs, commit 9e8e2f5), dashes as people type
 * them. The roots' thumbprints and keys were computed from the roots themselves
 * where these are at hand (NSS's and Debian's lists of roots), VeriSign's key
 * from the cross-certificate, which has the same. NetLock Platina's root is in
 * none of the lists. Two rows have a root that was issued twice.
 */

#include "crosscat/crosscat.h"

#define LINK(id)	"https://go.microsoft.com/fwlink/p/?linkid=" id
/* "root certificate", in Hungarian */
#define FOTANUSITVANY	"F\xc5\x91tan\xc3\xbas\xc3\xadtv\xc3\xa1ny"

const char *const crosscat_table[CROSSCAT_BUILTIN][CROSSCAT_COLUMNS] = {
	{ "Certum Trusted Network CA",
	  "55435515fdd2486575fdc5cf3bad00c913123d03", "2021-04-15",
	  LINK("321770"),
	  "07e032e020b72c3f192f0628a2593a19a70f069e",
	  "Certum Trusted Network CA",
	  "aa2630a7b617b04d0a294bab7a8caaa5"
	  "016e6dbe604837a83a85719fab667eb5", NULL },
	{ "DigiCert Assured ID Root CA",
	  "ba3ea54d72c145d37c255e1ea40afbc63348b96e", "2021-04-15",
	  LINK("321771"),
	  "0563b8630d62d75abbc8ab1e4bdfb5a899b24d43",
	  "DigiCert Assured ID Root CA",
	  "23f2edff3ede90259a9e30f40af8f912"
	  "a5e5b3694e6938440341f6060e014ffa", NULL },
	{ "DigiCert Global Root CA",
	  "c9833919f1f36a6348111e93026fd40eb96fbc34", "2021-04-15",
	  LINK("321772"),
	  "a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436",
	  "DigiCert Global Root CA",
	  "aff988906dde12955d9bebbf928fdcc3"
	  "1cce328d5b9384f21c8941ca26e20391", NULL },
	{ "DigiCert High Assurance EV Root CA",
	  "2f2513af3992db0a3f79709ff8143b3f7bd2d143", "2021-04-15",
	  LINK("321773"),
	  "5fb7ee0633e259dbad0c4c9ae6d38f1a61c7dc25",
	  "DigiCert High Assurance EV Root CA",
	  "5a889647220e54d6bd8a16817224520b"
	  "b5c78e58984bd570506388b9de0f075f", NULL },
	{ "Entrust.net Certification Authority (2048)",
	  "00a3e6009eaa739b3deef4b506649d8a1a7ad33a", "2021-04-15",
	  LINK("321774"),
	  "503006091d97d4f5ae39f7cbe7927d7d652d3431,"
	  "801d62d07b449d5c5c035c98ea61fa443c2a58fe",
	  "Entrust.net Certification Authority (2048)",
	  "1ea3c5e43ed66c2da2983a42a4a79b1e"
	  "906786ce9f1b58621419a00463a87d38", NULL },
	{ "Entrust Root Certification Authority - G2",
	  "d8fc248748585e173efbfb3075c4b4d60f9d8d08", "2025-07-07",
	  LINK("624811"),
	  "8cf427fd790c3ad166068de81e57efbb932272d4",
	  "Entrust Root Certification Authority - G2",
	  "76ee8590374c715437bbca6bba6028ea"
	  "dde2dc6dbbb8c3f610e851f11d1ab7f5", NULL },
	{ "GeoTrust Primary Certification Authority",
	  "e86e8082990e3dfaed816d9eb1720f91a4f1a185", "2021-02-22",
	  LINK("321775"),
	  "323c118e1bf7b8b65254e2e2100dd6029037f096",
	  "GeoTrust Primary Certification Authority",
	  NULL, NULL },
	{ "GeoTrust Primary Certification Authority - G3",
	  "b2bbbdfac8f1a8ad5895cd49384b22ca19db2d1f", "2021-02-22",
	  LINK("321776"),
	  "039eedb80be7a03c6953893b20d2d9323a4c2afd",
	  "GeoTrust Primary Certification Authority - G3",
	  NULL, NULL },
	{ "GlobalSign Root CA",
	  "cc1deebf6d55c2c9061ba16f10a0bfa6979a4a32", "2021-04-15",
	  LINK("321777"),
	  "b1bc968bd4f49d622aa89a81f2150152a41d829c",
	  "GlobalSign Root CA",
	  "2bcee858158cf5465fc9d76f0dfa312f"
	  "ef25a4dca8501da9b46b67d1fbfa1b64", NULL },
	{ "Go Daddy Root Certificate Authority - G2",
	  "842c5cb34b73bbc5ed8564bdeda786967d7b42ef", "2021-04-15",
	  LINK("321778"),
	  "47beabc922eae80e78783462a79f45c254fde68b",
	  "Go Daddy Root Certificate Authority - G2",
	  "2a8f2d8af0eb123898f74c866ac3fa66"
	  "9054e23c17bc7a95bd0234192dc635d0", NULL },
	{ "NetLock Arany (Class Gold)",
	  "894f1d2897aa4c074dcd85c5fc09ee73b95104d8", "2021-04-15",
	  LINK("321779"),
	  "06083f593f15a104a069a46ba903d006b7970991",
	  "NetLock Arany (Class Gold) " FOTANUSITVANY,
	  "f48badd7df6a06690d0ae31373b12855"
	  "f8dedb14517f362a313101cc98cc6b35", NULL },
	{ "NetLock Platina (Class Platinum)",
	  "97dd74971620572941dc800c2fd80a48077d10b0", "2021-04-15",
	  LINK("321780"),
	  NULL,
	  "NetLock Platina (Class Platinum) " FOTANUSITVANY,
	  NULL, NULL },
	{ "Security Communication RootCA1",
	  "41f28ce56fd8b9cb467fb5032a3cae1cdc9d8648", "2021-04-15",
	  LINK("321781"),
	  "36b12b49f9819ed74c9ebc380fc6568f5dacb2f7",
	  "Security Communication RootCA1",
	  "2a4212605aa3e8aecb0fc19806cf3b40"
	  "b53b95f1a34dbbd6e3ed27230324abb3", NULL },
	{ "Starfield Root Certificate Authority - G2",
	  "40c20a9a33fad036acbfe82d6cbbee1b429b86de", "2021-04-15",
	  LINK("321782"),
	  "b51c067cee2b0c3df855ab2d92f4fe39d4e70f0e",
	  "Starfield Root Certificate Authority - G2",
	  "808d68b3fab4884a5f971ace7d10550d"
	  "7a95a163774f3ec36afffb213fbe4c74", NULL },
	{ "StartCom Certification Authority",
	  "e6069e048dea8d817afc4188b1bef1d888d0af17", "2021-04-15",
	  LINK("321783"),
	  "3e2bf7f2031b96f38ce6c4d8a85d3e2d58476a0f,"
	  "a3f1333fe242bfcfc5d14e8f394298406810d1a0",
	  "StartCom Certification Authority",
	  NULL, NULL },
	{ "TC TrustCenter Class 2 CA II",
	  "4262ff7d897066aae77580d33ad28803f9a11a62", "2021-04-11",
	  LINK("321784"),
	  "ae5083ed7cf45cbc8f61c621fe685d794221156e",
	  "TC TrustCenter Class 2 CA II",
	  NULL, NULL },
	{ "Thawte Primary Root CA",
	  "5538e9fec14030b740152349e115a1165d29074a", "2021-02-22",
	  LINK("321785"),
	  "91c6d6ee3e8ac86384e548c299295c756c817b81",
	  "thawte Primary Root CA",
	  NULL, NULL },
	{ "Thawte Primary Root CA - G3",
	  "ba57ca5e78dd2d1d7476aebee9953e396fd05546", "2021-02-22",
	  LINK("321786"),
	  "f18b538d1be903b6a6f056435b171589caf36bf2",
	  "thawte Primary Root CA - G3",
	  NULL, NULL },
	{ "VeriSign Class 3 Public Primary Certification Authority - G5",
	  "57534ccc33914c41f70e2cbb2103a1db18817d8b", "2021-02-22",
	  LINK("321787"),
	  "4eb6d578499b1ccf5f581ead56be3d9b6744a5e5",
	  "VeriSign Class 3 Public Primary Certification Authority - G5",
	  "25b41b506e4930952823a6eb9f1d31de"
	  "f645ea38a5c6c6a96d71957e384df058", NULL },
	{ "VeriSign Universal Root Certification Authority",
	  "9ed8cd5601f0105651ebbb3f57f03182e5fa7e01", "2021-02-22",
	  LINK("321788"),
	  "3679ca35668772304d30a5fb873b0fa77bb70d54",
	  "VeriSign Universal Root Certification Authority",
	  NULL, NULL },
	{ "AddTrust External CA Root",
	  "a75ac657aa7a4cdfe5f9de393e69efcab659d250", "2023-08-15",
	  LINK("321790"),
	  "02faf3e291435468607857694df5e45b68851868",
	  "AddTrust External CA Root",
	  NULL, NULL },
	{ "GoDaddy Class 2 Certification Authority",
	  "d9612472ef0f2787e2b2d9e063a06b32fa5e333d", "2023-08-27",
	  LINK("321791"),
	  "2796bae63f1801e277261ba0d77770028f20eee4",
	  "Go Daddy Class 2 Certification Authority",
	  "5632d97bfa775bf3c99ddea52fc25534"
	  "10864016729c52dd6524c8a9c3b4489f", NULL },
	{ "Starfield Class 2 Certification Authority",
	  "f8fc7f3cdd5176add27cf97f73965909466d9a22", "2023-08-27",
	  LINK("321792"),
	  "ad7e1c28b064ef8f6003402014c3d0e3370eb58a",
	  "Starfield Class 2 Certification Authority",
	  "15f14ac45c9c7da233d3479164e8137f"
	  "e35ee0f38ae858183f08410ea82ac4b4", NULL },
	{ "UTN-USERFirst-Object",
	  "ae1e25260130a30b1bc2202935653be5a723bef5", "2023-08-15",
	  LINK("321793"),
	  "e12dfb4b41d7d9c32b30514bac1d81d8385e2d46",
	  "UTN-USERFirst-Object",
	  NULL, NULL },
};
