package org.afterglow.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEntitiesTest {
  @Test
  void findsTagsHandlesAndDomains() {
    TextEntities found =
        TextEntities.of(
            "Thanks @Rye_Bakery! #FreshBread and ＃Brot, see https://shop.example.co.uk/a?b=#c."
                + " Ask u/crumb-lover or mail ada@rye.example");

    assertThat(found.hashtags()).containsExactly("freshbread", "brot");
    assertThat(found.mentions()).containsExactly("Rye_Bakery", "crumb-lover");
    assertThat(found.linkDomains()).containsExactly("example.co.uk");
  }

  @Test
  void numbersOfListsAndPartsOfAddressesAreNoTags() {
    assertThat(TextEntities.of("we are #1 &#39;x&#39; a#b http://a.com/#top").hashtags()).isEmpty();
  }

  @Test
  void aFediverseHandleIsWhole() {
    assertThat(TextEntities.of("hi @ada@rye.social.").mentions()).containsExactly("ada@rye.social");
  }

  @ParameterizedTest
  @CsvSource({
    "https://news.bbc.co.uk/1, bbc.co.uk",
    "http://USER:pw@Sub.Example.COM:8080/x, example.com",
    "www.example.org, example.org",
    "http://192.168.0.1/x,",
    "http://[2001:db8:0:0:0:ffff:192.0.2.1]:80/x,",
    "https://b\u00fccher.de/, xn--bcher-kva.de",
    "https://rye.github.io, rye.github.io",
    "http://example.com., example.com",
    "http:///nothing,",
    "http://localhost/x,"
  })
  void aDomainIsTheRegistrablePartOfAHost(String address, String domain) {
    assertThat(TextEntities.domain(address)).isEqualTo(domain);
  }
}
