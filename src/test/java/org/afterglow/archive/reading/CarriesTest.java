package org.afterglow.archive.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Carries.Extent;
import org.junit.jupiter.api.Test;

class CarriesTest {
  @Test
  void whatIsNotNamedIsNotCarried() {
    Carries carries = Carries.of(Aspect.REPLIES).andSometimes(Aspect.LIKES);
    assertThat(carries.extent(Aspect.REPLIES)).isEqualTo(Extent.YES);
    assertThat(carries.extent(Aspect.LIKES)).isEqualTo(Extent.SOME);
    assertThat(carries.extent(Aspect.AD_FLAGS)).isEqualTo(Extent.NO);
  }

  @Test
  void nothingIsCarriedBothAlwaysAndSometimes() {
    assertThatThrownBy(() -> Carries.of(Aspect.REPLIES).andSometimes(Aspect.REPLIES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replies");
  }

  @Test
  void everyFormatSaysWhatItCarries() {
    for (String name : Formats.names()) {
      Carries carries = Formats.carries(name);
      assertThat(carries.always().size() + carries.sometimes().size()).as(name).isPositive();
    }
    assertThatThrownBy(() -> Formats.carries("papyrus"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("papyrus");
  }
}
