package org.afterglow.table;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a column of a published table means; the dictionary is made of these. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Column {
  /** The definition, in words, with its unit. */
  String value();

  /** The column's name where it is not the component's in lower_snake_case. */
  String name() default "";
}
